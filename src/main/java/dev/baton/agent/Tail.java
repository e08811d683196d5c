package dev.baton.agent;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of a file that may be large. */
final class Tail {

  private Tail() {}

  /** At most that many bytes; empty when there is no such file. */
  static String of(Path file, int bytes) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(Math.max(0, in.length() - bytes));
      byte[] end = new byte[(int) (in.length() - in.getFilePointer())];
      in.readFully(end);
      return new String(end, StandardCharsets.UTF_8);
    }
  }

  /** What was added after that many bytes, but at most the last 16 KB. */
  static String since(Path file, long bytes) throws IOException {
    long added = Files.isReadable(file) ? Math.max(0, Files.size(file) - bytes) : 0;
    return of(file, (int) Math.min(added, 16_384));
  }

  /** Its last lines in one, for a sentence. */
  static String lines(Path file, int lines) throws IOException {
    return new Programs.Outcome(0, of(file, 4096)).lastLines(lines);
  }
}
