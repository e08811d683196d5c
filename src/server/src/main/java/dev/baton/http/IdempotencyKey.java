package dev.baton.http;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The header that makes a repeated call one call. The IETF draft wants a quoted string; a bare one
 * is taken too, because that is what most clients send.
 */
public final class IdempotencyKey {

  /** Its name. */
  public static final String HEADER = "Idempotency-Key";

  private static final String KEY = "[!-~]{1,200}";

  /** What fits the header: a key, with or without quotes. */
  public static final String PATTERN = "^(?:\"%1$s\"|%1$s)$".formatted(KEY);

  private static final Pattern PRINTABLE = Pattern.compile(KEY);

  private IdempotencyKey() {}

  /**
   * The key without quotes; a problem when there is none or it is not usable.
   *
   * @param headers as they were sent; of two keys nobody knows which one the caller will repeat
   */
  static String parse(List<String> headers) {
    if (headers.size() > 1) {
      throw ProblemException.badRequest(HEADER, "is given more than once; give it once");
    }
    String key = headers.isEmpty() ? "" : unquoted(headers.getFirst().strip());
    if (key.isEmpty()) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.IDEMPOTENCY_KEY_MISSING,
                  "Send the header 'Idempotency-Key' with a new random value, for example a UUID,"
                      + " and the same value when you repeat the call.")
              .at(HEADER, "missing"));
    }
    if (!PRINTABLE.matcher(key).matches()) {
      throw ProblemException.badRequest(
          HEADER, "use 1 to 200 printable ASCII characters without blanks");
    }
    return key;
  }

  private static String unquoted(String header) {
    boolean quoted = header.length() >= 2 && header.startsWith("\"") && header.endsWith("\"");
    return quoted ? header.substring(1, header.length() - 1) : header;
  }
}
