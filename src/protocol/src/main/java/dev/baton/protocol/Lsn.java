package dev.baton.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A position in PostgreSQL's write-ahead log, as an unsigned count of bytes. */
public record Lsn(long bytes) implements Comparable<Lsn> {

  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /** Reads PostgreSQL's own form, for example {@code 5/A1000060}; empty for anything else. */
  public static Optional<Lsn> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Lsn(
                (Long.parseLong(matcher.group(1), 16) << 32)
                    | Long.parseLong(matcher.group(2), 16)))
        : Optional.empty();
  }

  /**
   * Reads text that must be a position.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Lsn of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is not an LSN"));
  }

  /** How far this position is ahead of the other, in bytes; negative when behind. */
  public long minus(Lsn other) {
    return bytes - other.bytes;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return "%X/%X".formatted(bytes >>> 32, bytes & 0xFFFFFFFFL);
  }
}
