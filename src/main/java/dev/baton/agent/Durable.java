package dev.baton.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes that are still there after the power went off: file first, then its folder. */
final class Durable {

  private Durable() {}

  /** Replaces the file as a whole; a crash leaves the old or the new one, never a mixture. */
  static void replace(Path file, String text) throws IOException {
    Path scratch = file.resolveSibling(file.getFileName() + ".new");
    write(scratch, text, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    move(scratch, file);
  }

  /** Puts a file that is already durable in the place of another. */
  static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(to);
  }

  /**
   * Makes a file that must not exist yet.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it does
   */
  static void create(Path file, String text) throws IOException {
    write(file, text, StandardOpenOption.CREATE_NEW);
    syncFolder(file);
  }

  /** Adds to a file; a crash may leave a part of the text at its end. */
  static void append(Path file, String text) throws IOException {
    write(file, text, StandardOpenOption.APPEND);
  }

  private static void write(Path file, String text, StandardOpenOption... how) throws IOException {
    StandardOpenOption[] options = new StandardOpenOption[how.length + 1];
    System.arraycopy(how, 0, options, 0, how.length);
    options[how.length] = StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, options)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      sync(folder);
    }
  }
}
