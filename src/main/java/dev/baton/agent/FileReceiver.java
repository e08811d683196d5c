package dev.baton.agent;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/** Writes what another agent sends: each file whole and verified, or not at all. */
final class FileReceiver {

  static final String SCRATCH = ".baton-incoming-";

  private static final Set<PosixFilePermission> NEW_FILE =
      PosixFilePermissions.fromString("rw-r-----");

  private final SyncedFiles files;

  FileReceiver(SyncedFiles files) {
    this.files = files;
  }

  void receive(InputStream stream) throws FailedException, IOException {
    DataInputStream in = new DataInputStream(stream);
    for (FileFrame frame = FileFrame.read(in); !frame.isEnd(); frame = FileFrame.read(in)) {
      Path place = files.placeOf(frame.name());
      if (frame.removed()) {
        Files.deleteIfExists(place);
      } else {
        write(in, frame, place);
      }
    }
  }

  private void write(DataInputStream in, FileFrame frame, Path place)
      throws FailedException, IOException {
    Path folder = parent(place);
    makeFolders(folder);
    Path scratch = Files.createTempFile(folder, SCRATCH, "");
    try {
      MessageDigest digest = Digests.sha256();
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(scratch), digest)) {
        copy(in, out, frame.size());
      }
      if (!HexFormat.of().formatHex(digest.digest()).equals(frame.digest())) {
        throw new FailedException("'" + frame.name() + "' arrived damaged");
      }
      boolean exists = Files.exists(place);
      Files.setPosixFilePermissions(
          scratch, exists ? Files.getPosixFilePermissions(place) : NEW_FILE);
      Accounts.give(scratch, files.policy().user());
      Durable.sync(scratch);
      Durable.move(scratch, place);
    } finally {
      Files.deleteIfExists(scratch);
    }
  }

  private void makeFolders(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      makeFolders(parent(folder));
      Files.createDirectory(folder);
      Accounts.give(folder, files.policy().user());
    }
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
