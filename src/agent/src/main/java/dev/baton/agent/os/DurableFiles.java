package dev.baton.agent.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes that are still there after the power went off: file first, then its folder. */
public final class DurableFiles {

  private static final String NEW = ".new";

  private DurableFiles() {}

  /** Replaces the file as a whole; a crash leaves the old or the new one, never a mixture. */
  public static void replace(Path file, String text) throws IOException {
    replace(file, text, StandardCharsets.UTF_8);
  }

  /**
   * As {@link #replace} with text of which each character stands for one byte, and readable by the
   * agent's own account alone.
   */
  public static void replaceSecret(Path file, String bytes) throws IOException {
    Path scratch = file.resolveSibling(file.getFileName() + NEW);
    Files.deleteIfExists(scratch);
    Files.createFile(
        scratch,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    replace(file, bytes, StandardCharsets.ISO_8859_1);
  }

  private static void replace(Path file, String text, Charset charset) throws IOException {
    Path scratch = file.resolveSibling(file.getFileName() + NEW);
    try {
      write(
          scratch,
          text.getBytes(charset),
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(scratch);
      throw e;
    }
    move(scratch, file);
  }

  /** Removes the file, if it is there. */
  public static void delete(Path file) throws IOException {
    if (Files.deleteIfExists(file)) {
      syncFolder(file);
    }
  }

  /**
   * Removes what a crash in the middle of {@link #replace} left in a folder.
   *
   * @param others names of files that somebody else may be replacing right now
   */
  public static void removeLeftovers(Path folder, Set<String> others) throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(
            folder, file -> file.toString().endsWith(NEW) && Files.isRegularFile(file))) {
      for (Path file : left) {
        String name = String.valueOf(file.getFileName());
        if (!others.contains(name.substring(0, name.length() - NEW.length()))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Puts a file that is already durable in the place of another. */
  public static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(to);
  }

  /**
   * Makes a file that must not exist yet.
   *
   * @throws java.nio.file.FileAlreadyExistsException if it does
   */
  public static void create(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE_NEW);
    syncFolder(file);
  }

  /** Adds to a file; a crash may leave a part of the text at its end. */
  public static void append(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);
  }

  private static void write(Path file, byte[] content, StandardOpenOption... how)
      throws IOException {
    StandardOpenOption[] options = new StandardOpenOption[how.length + 1];
    System.arraycopy(how, 0, options, 0, how.length);
    options[how.length] = StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(file, options)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw FullDisk.explain(e, folderOf(file));
    }
  }

  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file : folder;
  }

  private static void syncFolder(Path file) throws IOException {
    sync(folderOf(file));
  }
}
