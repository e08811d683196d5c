package dev.baton.agent.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A connection string in libpq's form {@code keyword=value ...} (PostgreSQL, "Connection Strings").
 */
final class ConnectionInfo {

  /** Where it goes and as whom; an old address or password must not outlive a change of primary. */
  private static final Set<String> OURS =
      Set.of(
          "host",
          "hostaddr",
          "port",
          "user",
          "password",
          "passfile",
          "application_name",
          "dbname",
          "replication",
          "target_session_attrs",
          "connect_timeout");

  // A value is quoted when it holds blanks; within it a backslash takes the next character as it
  // is.
  private static final Pattern PAIR =
      Pattern.compile("\\s*([a-z_]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:[^\\s'\\\\]|\\\\.)*)\\s*");

  private ConnectionInfo() {}

  /**
   * The new string with whatever else an operator had written into the old one, TLS settings for
   * example. An old one that is a URI, or that cannot be read, adds nothing.
   */
  static String keeping(String old, String fresh) {
    Map<String, String> kept = new LinkedHashMap<>(pairs(old));
    kept.keySet().removeAll(OURS);
    return kept.isEmpty()
        ? fresh
        : fresh
            + kept.entrySet().stream()
                .map(pair -> " " + pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining());
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher matcher = PAIR.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find() && matcher.start() == end) {
      pairs.put(matcher.group(1), matcher.group(2));
      end = matcher.end();
    }
    return end == text.length() ? pairs : Map.of();
  }
}
