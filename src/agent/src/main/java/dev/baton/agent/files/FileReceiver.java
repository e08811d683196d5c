package dev.baton.agent.files;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ServiceFolder;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes what another agent sends, and keeps what would be lost by that: content that was made on
 * this host and that the sender need never have had.
 */
final class FileReceiver {

  private static final String NEW_FILE = "640";
  private static final String NEW_FOLDER = "755";

  private final SyncedFiles files;
  private final VerifiedWriter writer;
  private final OverwrittenFiles overwritten;

  FileReceiver(SyncedFiles files) {
    this.files = files;
    this.writer = new VerifiedWriter(files.policy().user());
    this.overwritten = new OverwrittenFiles(files.policy());
  }

  /**
   * Takes the whole stream.
   *
   * @return items of which something is kept, each with the folder; mostly empty
   */
  List<String> receive(InputStream stream)
      throws FailedException, IOException, InterruptedException {
    DataInputStream in = new DataInputStream(stream);
    Map<String, FileFrame> announced = new TreeMap<>();
    for (FileFrame frame = FileFrame.read(in); !frame.isEnd(); frame = FileFrame.read(in)) {
      announced.put(frame.name(), frame);
    }
    files.agreed().note(overwritten.keep(losses(announced)));
    for (FileFrame frame = FileFrame.read(in); !frame.isEnd(); frame = FileFrame.read(in)) {
      if (!frame.equals(announced.get(frame.name()))) {
        throw new FailedException("'%s' was not announced so".formatted(frame.name()));
      }
      place(in, frame);
    }
    Map<String, String> same = new TreeMap<>(files.manifest());
    same.entrySet()
        .removeIf(file -> {
          FileFrame sent = announced.get(file.getKey());
          return sent == null || !sent.digest().equals(file.getValue());
        });
    return files.agreed().settle(same);
  }

  private void place(DataInputStream in, FileFrame frame)
      throws FailedException, IOException, InterruptedException {
    Path place = files.placeOf(frame.name());
    Path folder = VerifiedWriter.parent(place);
    if (!frame.removed()) {
      writer.makeFolders(folder, NEW_FOLDER);
      writer.write(
          place, frame.size(), frame.digest(), NEW_FILE, out -> copy(in, out, frame.size()));
    } else if (Files.isDirectory(folder)) {
      ServiceFolder.holding(place, files.policy().user())
          .delete(String.valueOf(place.getFileName()));
    }
  }

  private Map<String, OverwrittenFiles.OldFile> losses(Map<String, FileFrame> announced)
      throws FailedException, IOException, InterruptedException {
    Map<String, ScannedFile> here = files.files();
    Map<String, OverwrittenFiles.OldFile> losses = new TreeMap<>();
    files
        .manifest(here)
        .forEach((name, digest) -> {
          FileFrame coming = announced.get(name);
          ScannedFile file = here.get(name);
          if (coming != null && file != null && isLoss(coming, digest, file)) {
            losses.put(name, new OverwrittenFiles.OldFile(file, digest));
          }
        });
    return losses;
  }

  /**
   * Digests tell what was changed here without trusting two clocks; times decide only about a file
   * that was never the same on both sites.
   */
  private boolean isLoss(FileFrame coming, String digest, ScannedFile here) {
    return !digest.equals(coming.digest())
        && files
            .agreed()
            .digest(coming.name())
            .map(before -> !before.equals(digest))
            .orElseGet(() -> coming.removed() || !here.changedAt().isBefore(coming.changedAt()));
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
