package dev.baton.agent.files;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.protocol.Digests;
import java.io.IOException;
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
 * Writes a file whole and verified, or not at all, with the rights of the account whose folder it
 * is.
 *
 * @param user the account that the policy names
 */
record VerifiedWriter(Optional<String> user) {

  static final String SCRATCH = ".baton-incoming-";

  /** Where the bytes come from. */
  interface FileContent {
    void copyTo(OutputStream out) throws FailedException, IOException, InterruptedException;
  }

  /**
   * Puts it in place, which a file that is there keeps its mode for.
   *
   * @param size bytes that the content has
   * @param digest that it must have
   * @param mode of a new file
   */
  void write(Path place, long size, String digest, String mode, FileContent content)
      throws FailedException, IOException, InterruptedException {
    ServiceFolder folder = ServiceFolder.holding(place, user);
    String name = String.valueOf(place.getFileName());
    Process helper =
        Programs.start(
            folder.words(
                FolderScript.RECEIVE,
                name,
                Long.toString(size),
                SCRATCH + UUID.randomUUID(),
                folder.requirePlain(name) ? folder.mode(name) : mode,
                folder.owner()),
            ProcessBuilder.Redirect.PIPE);
    boolean arrived;
    try (OutputStream out = helper.getOutputStream()) {
      MessageDigest found = Digests.sha256();
      content.copyTo(new DigestOutputStream(out, found));
      arrived = HexFormat.of().formatHex(found.digest()).equals(digest);
      out.write((arrived ? "good\n" : "damaged\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException cut) {
      // Without its last word the helper puts nothing in place; it may have said why it ended.
      Programs.Exit exit = exit(helper);
      String unused = exit.output().isBlank() ? "" : folder.outcome(exit);
      throw cut;
    }
    if (!arrived) {
      throw new FailedException(place + " arrived damaged");
    }
    String unused = folder.outcome(exit(helper));
  }

  private static Programs.Exit exit(Process helper) throws IOException, InterruptedException {
    byte[] said = helper.getInputStream().readNBytes(1000);
    return new Programs.Exit(helper.waitFor(), new String(said, StandardCharsets.UTF_8));
  }

  /** Makes a folder and those above it, where they are missing. */
  void makeFolders(Path folder, String mode)
      throws FailedException, IOException, InterruptedException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      makeFolders(parent(folder), mode);
      ServiceFolder.holding(folder, user).makeFolder(String.valueOf(folder.getFileName()), mode);
    }
  }

  static Path parent(Path place) throws IOException {
    Path parent = place.getParent();
    if (parent == null) {
      throw new IOException(place + " has no folder");
    }
    return parent;
  }
}
