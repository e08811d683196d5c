package dev.baton.cli.screen;

import java.util.HexFormat;
import java.util.function.IntPredicate;

/**
 * Text that came from elsewhere, made harmless for a terminal: programs on hosts and people have
 * written it, and a terminal obeys what it is sent.
 */
public final class SafeText {

  private SafeText() {}

  /** With lines and tabs as they were, and a question mark for what would steer the terminal. */
  public static String of(String text) {
    return replaced(text, c -> steers(c) && c != '\n' && c != '\t', false);
  }

  /** On one line. */
  public static String line(String text) {
    return of(text).replaceAll("\\s+", " ").strip();
  }

  /** A JSON document that means the same, with escapes for what would steer the terminal. */
  public static String json(String document) {
    return replaced(document, c -> steers(c) && "\n\t\r".indexOf(c) < 0, true);
  }

  private static String replaced(String text, IntPredicate bad, boolean escaped) {
    if (text.chars().noneMatch(bad)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!bad.test(c)) {
        safe.append(c);
      } else if (escaped) {
        safe.append("\\u").append(HexFormat.of().toHexDigits(c));
      } else {
        safe.append('?');
      }
    }
    return safe.toString();
  }

  /** Controls of ASCII and of ISO 6429, and what turns the direction of what follows. */
  private static boolean steers(int c) {
    return c < ' '
        || (c >= 0x7f && c <= 0x9f)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
