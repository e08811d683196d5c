package dev.baton.agent.files;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.protocol.Digests;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes what another agent sends: each file whole and verified, or not at all, and with the rights
 * of the account whose folder it is.
 */
final class FileReceiver {

  static final String SCRATCH = ".baton-incoming-";

  private static final String NEW_FILE = "640";
  private static final String NEW_FOLDER = "755";

  private final SyncedFiles files;

  FileReceiver(SyncedFiles files) {
    this.files = files;
  }

  void receive(InputStream stream) throws FailedException, IOException, InterruptedException {
    DataInputStream in = new DataInputStream(stream);
    for (FileFrame frame = FileFrame.read(in); !frame.isEnd(); frame = FileFrame.read(in)) {
      Path place = files.placeOf(frame.name());
      if (!frame.removed()) {
        makeFolders(parent(place));
        write(in, frame, place);
      } else if (Files.isDirectory(parent(place))) {
        ServiceFolder.holding(place, user()).delete(name(place));
      }
    }
  }

  private void write(DataInputStream in, FileFrame frame, Path place)
      throws FailedException, IOException, InterruptedException {
    ServiceFolder folder = ServiceFolder.holding(place, user());
    String name = name(place);
    String mode = folder.requirePlain(name) ? folder.mode(name) : NEW_FILE;
    Process helper =
        Programs.start(
            folder.words(
                FolderScript.RECEIVE,
                name,
                Long.toString(frame.size()),
                SCRATCH + UUID.randomUUID(),
                mode,
                folder.owner()),
            ProcessBuilder.Redirect.PIPE);
    boolean arrived;
    try (OutputStream out = helper.getOutputStream()) {
      MessageDigest digest = Digests.sha256();
      copy(in, new DigestOutputStream(out, digest), frame.size());
      arrived = HexFormat.of().formatHex(digest.digest()).equals(frame.digest());
      out.write((arrived ? "good\n" : "damaged\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException cut) {
      // Without its last word the helper puts nothing in place; it may have said why it ended.
      Programs.Exit exit = exit(helper);
      String unused = exit.output().isBlank() ? "" : folder.outcome(exit);
      throw cut;
    }
    if (!arrived) {
      throw new FailedException("'" + frame.name() + "' arrived damaged");
    }
    String unused = folder.outcome(exit(helper));
  }

  private static Programs.Exit exit(Process helper) throws IOException, InterruptedException {
    byte[] said = helper.getInputStream().readNBytes(1000);
    return new Programs.Exit(helper.waitFor(), new String(said, StandardCharsets.UTF_8));
  }

  private void makeFolders(Path folder) throws FailedException, IOException, InterruptedException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      makeFolders(parent(folder));
      ServiceFolder.holding(folder, user()).makeFolder(name(folder), NEW_FOLDER);
    }
  }

  private Optional<String> user() {
    return files.policy().user();
  }

  private static String name(Path place) {
    return String.valueOf(place.getFileName());
  }

  private static Path parent(Path place) throws IOException {
    Path parent = place.getParent();
    if (parent == null) {
      throw new IOException(place + " has no folder");
    }
    return parent;
  }

  private static void copy(InputStream in, OutputStream out, long size) throws IOException {
    byte[] buffer = new byte[16_384];
    for (long left = size; left > 0; ) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw new IOException("the stream ended inside a file");
      }
      out.write(buffer, 0, n);
      left -= n;
    }
  }
}
