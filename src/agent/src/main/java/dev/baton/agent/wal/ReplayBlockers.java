package dev.baton.agent.wal;

import dev.baton.protocol.UrlRedactor;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Sessions that may hold up the replay of a standby, in words that may leave the host. */
public final class ReplayBlockers {

  /** Characters of a statement that are enough to know it by. */
  private static final int SHOWN = 60;

  /** From the first value on: what others look for is theirs, and stays out of the log. */
  private static final Pattern VALUES = Pattern.compile("(?s)(?:'|\\$\\w*\\$).*");

  private ReplayBlockers() {}

  /**
   * One behind the other.
   *
   * @param sessions of each: who, a tab, its statement
   */
  public static String told(List<?> sessions) {
    return sessions.stream()
        .map(session -> String.valueOf(session).split("\t", 2))
        .map(row -> row.length < 2 ? row[0] : row[0] + ": " + statement(row[1]))
        .collect(Collectors.joining("; "));
  }

  /** Cut last: half of a secret would not be known as one. */
  private static String statement(String query) {
    String line = query.replaceAll("\\s+", " ").strip();
    String bare = VALUES.matcher(line).replaceFirst(UrlRedactor.HIDDEN);
    String safe = UrlRedactor.redact(bare);
    return safe.codePointCount(0, safe.length()) <= SHOWN
        ? safe
        : safe.substring(0, safe.offsetByCodePoints(0, SHOWN));
  }
}
