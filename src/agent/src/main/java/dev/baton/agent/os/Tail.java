package dev.baton.agent.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the end of a log that may be large, with the rights of the account that writes it. */
public final class Tail {

  private static final int MOST = 16_384;

  private Tail() {}

  /** At most that many bytes; empty when there is no such file, and why it is not quoted. */
  static String of(Path file, Optional<String> user, int bytes)
      throws IOException, InterruptedException {
    try {
      return ServiceFolder.holding(file, user).tail(String.valueOf(file.getFileName()), bytes);
    } catch (NoSuchFileException absent) {
      return "";
    } catch (FailedException foreign) {
      return "%s is not quoted: %s".formatted(file.getFileName(), foreign.getMessage());
    }
  }

  /** Bytes of the log; 0 when there is none. */
  public static long sizeOf(Path file) throws IOException {
    try {
      return (Long) Files.getAttribute(file, "size", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException absent) {
      return 0;
    }
  }

  /** What was added after that many bytes, but at most the last 16 KB. */
  public static String since(Path file, Optional<String> user, long bytes)
      throws IOException, InterruptedException {
    long added = Math.max(0, sizeOf(file) - bytes);
    return added == 0 ? "" : of(file, user, (int) Math.min(added, MOST));
  }

  /** Its last lines in one, for a sentence. */
  public static String lines(Path file, Optional<String> user, int lines)
      throws IOException, InterruptedException {
    return new Programs.Exit(0, of(file, user, 4096)).lastLines(lines);
  }
}
