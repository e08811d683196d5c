package dev.baton.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/** Replaces a file: whoever reads it finds the old text or the new one, whole. */
public final class AtomicFile {

  /** What a replacement outlives. */
  public enum Durability {
    /** The end of this program. */
    PROGRAM,
    /** The machine going down, too. */
    MACHINE
  }

  private AtomicFile() {}

  /**
   * Makes that text the whole content of the file; its folder must be there. Where it fails,
   * nothing half-written stays; a full disk is named.
   *
   * @param mode in force from the first byte on; the usual one when none is given
   */
  public static void replace(Path file, String text, Durability outlives, FileAttribute<?>... mode)
      throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(whole);
    try (FileChannel channel =
        FileChannel.open(
            whole, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (outlives == Durability.MACHINE) {
        channel.force(true);
      }
    } catch (IOException e) {
      Files.deleteIfExists(whole);
      throw DatabaseDisk.explain(e, file);
    }
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
