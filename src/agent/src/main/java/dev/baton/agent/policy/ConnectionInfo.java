package dev.baton.agent.policy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Connection strings of libpq, {@code keyword=value ...} or a URI (PostgreSQL, "Connection
 * Strings"). They may be bytes, one in each character.
 */
public final class ConnectionInfo {

  /** Where it goes; the address of an old primary must not outlive a change of it. */
  private static final Set<String> PLACE = Set.of("host", "hostaddr", "port", "replication");

  /** As whom, and how a connection begins; a service of libpq may hold any of these too. */
  private static final Set<String> OURS =
      Set.of(
          "user",
          "password",
          "passfile",
          "service",
          "servicefile",
          "application_name",
          "target_session_attrs",
          "connect_timeout");

  /** What a policy may say in our place. */
  private static final Set<String> LEFT_OPEN = Set.of("connect_timeout");

  /** Programs get options as their words, which every account of a host can read. */
  private static final Set<String> SECRETS =
      Set.of("sslpassword", "scram_client_key", "scram_server_key", "oauth_client_secret");

  // A value that begins with a quote ends with one; any other ends before a blank. A backslash
  // takes the next character as it is.
  private static final Pattern PAIR =
      Pattern.compile(
          "\\s*([a-z_]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|(?:(?:[^\\s'\\\\]|\\\\.)(?:[^\\s\\\\]|\\\\.)*)?)\\s*");

  private static final Pattern URI =
      Pattern.compile("postgres(?:ql)?://[^/?]*(?:/([^?]*))?(?:\\?(.*))?");

  private ConnectionInfo() {}

  /**
   * The new string with whatever else an operator had written into the old one, TLS settings for
   * example. An old one that cannot be read adds nothing.
   */
  public static String keeping(String old, String fresh) {
    Map<String, String> kept = new LinkedHashMap<>(read(old).orElse(Map.of()));
    kept.keySet().removeAll(PLACE);
    kept.keySet().removeAll(OURS);
    kept.keySet().removeAll(read(fresh).orElse(Map.of()).keySet());
    return fresh
        + kept.entrySet().stream()
            .map(pair ->
                " %s=%s"
                    .formatted(pair.getKey(), pair.getValue().isEmpty() ? "''" : pair.getValue()))
            .collect(Collectors.joining());
  }

  /**
   * Keywords of the old string that {@link #keeping} gives another value or none, in its order;
   * where it goes is not among them. One that cannot be read is named as such.
   */
  public static List<String> replaced(String old, String fresh) {
    Map<String, String> values = read(fresh).orElse(Map.of());
    return read(old)
        .map(pairs ->
            pairs.entrySet().stream()
                .filter(pair -> OURS.contains(pair.getKey()) || values.containsKey(pair.getKey()))
                .filter(pair -> !PLACE.contains(pair.getKey()))
                .filter(pair -> !means(pair.getValue(), values.getOrDefault(pair.getKey(), "")))
                .map(Map.Entry::getKey)
                .toList())
        .orElse(List.of("all of it, as it cannot be read"));
  }

  /** The default of target_session_attrs is the same as to leave it out. */
  private static boolean means(String value, String other) {
    return plain(value).equals(plain(other)) || plain(value).equals("any");
  }

  private static String plain(String value) {
    String inside = value.startsWith("'") ? value.substring(1, value.length() - 1) : value;
    return inside.replaceAll("\\\\(.)", "$1");
  }

  /** What keeps options of a policy from being added to a connection string of ours. */
  static Optional<String> flaw(String options) {
    Optional<Map<String, String>> pairs = pairs(options);
    if (pairs.isEmpty()) {
      return Optional.of("it is not " + Form.OPTIONS.words());
    }
    Set<String> taken = new HashSet<>(PLACE);
    taken.addAll(OURS);
    taken.removeAll(LEFT_OPEN);
    for (String keyword : pairs.get().keySet()) {
      if (taken.contains(keyword)) {
        return Optional.of(
            "%s is not for it to say: the agent writes where a connection goes and as whom"
                .formatted(keyword));
      }
      if (SECRETS.contains(keyword)) {
        return Optional.of(
            "%s is a secret, and would stand among the words of programs, which every account of the host can read"
                .formatted(keyword));
      }
    }
    // It would take what follows for its value.
    return pairs.get().containsValue("")
        ? Optional.of("its last keyword has no value; write '' for none")
        : Optional.empty();
  }

  private static Optional<Map<String, String>> read(String text) {
    Matcher uri = URI.matcher(text);
    return uri.matches() ? ofUri(uri) : pairs(text);
  }

  /** Values by keyword as they stand there, in its order; empty when it cannot be read. */
  private static Optional<Map<String, String>> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    Matcher matcher = PAIR.matcher(text);
    int end = 0;
    while (end < text.length() && matcher.find() && matcher.start() == end) {
      pairs.put(matcher.group(1), matcher.group(2));
      end = matcher.end();
    }
    return end == text.length() ? Optional.of(pairs) : Optional.empty();
  }

  private static Optional<Map<String, String>> ofUri(Matcher uri) {
    Map<String, String> pairs = new LinkedHashMap<>();
    try {
      String database = Optional.ofNullable(uri.group(1)).orElse("");
      if (!database.isEmpty()) {
        pairs.put("dbname", quoted(database));
      }
      for (String pair : Optional.ofNullable(uri.group(2)).orElse("").split("&", -1)) {
        String[] keyAndValue = pair.split("=", 2);
        if (keyAndValue[0].equals("ssl")) {
          pairs.put("sslmode", "require"); // as libpq reads what is meant for JDBC
        } else if (keyAndValue.length == 2) {
          pairs.put(keyAndValue[0], quoted(keyAndValue[1]));
        }
      }
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
    return Optional.of(pairs);
  }

  /** A part of a URI as a value; there a plus is one. */
  private static String quoted(String part) {
    String value = URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    return "'" + value.replaceAll("(['\\\\])", "\\\\$1") + "'";
  }
}
