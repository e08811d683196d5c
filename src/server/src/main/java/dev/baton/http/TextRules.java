package dev.baton.http;

import java.util.Optional;
import java.util.Set;

/**
 * What a text may hold that a caller sends: no more than its limit, and nothing that has a reader
 * see something else than is recorded.
 */
public final class TextRules {

  private static final int TICKET = 200;

  /** A reason, and every text that no other limit is told for. */
  private static final int OTHERS = 2_000;

  /** Fields for sentences: they may have several lines. */
  private static final Set<String> PROSE = Set.of("reason", "statement");

  /** Letters and symbols by name that show nothing: fillers of Hangul, and Braille without dots. */
  private static final String FILLERS = "\u115f\u1160\u2800\u3164\uffa0";

  /** What misleads, for the brackets of a regular expression as JSON Schema knows them. */
  private static final String MISLEADING =
      "\\u0000-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069";

  private static final String LINE = "^[^%s]*$".formatted(MISLEADING);
  private static final String LINES = "^(?:\\r\\n|[\\n\\t]|[^%s])*$".formatted(MISLEADING);

  private TextRules() {}

  /** Characters that the field has at most, each counted once however it is encoded. */
  public static int limit(String field) {
    return field.equals("ticket") ? TICKET : OTHERS;
  }

  /**
   * A regular expression that fits what {@link #fault} finds nothing wrong with, but for its length
   * and for halves of characters, which it cannot name.
   */
  public static String pattern(String field) {
    return PROSE.contains(field) ? LINES : LINE;
  }

  /**
   * What is wrong with the text of that field or parameter; empty when nothing is. The text is not
   * repeated.
   */
  public static Optional<String> fault(String field, String text) {
    int length = text.codePointCount(0, text.length());
    if (length > limit(field)) {
      return Optional.of("has %d characters; use at most %d".formatted(length, limit(field)));
    }
    String line = PROSE.contains(field) ? text.replaceAll("\r\n|[\n\t]", " ") : text;
    return line.codePoints()
        .filter(TextRules::misleads)
        .mapToObj(character ->
            "holds U+%04X, which nobody sees or which changes what is seen; leave it out"
                .formatted(character))
        .findFirst();
  }

  /** Half a character, a control character, or one that turns the direction of what follows. */
  private static boolean misleads(int character) {
    return Character.isISOControl(character)
        || Character.getType(character) == Character.SURROGATE
        || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069);
  }

  /** Whether there is nothing to read: no characters, or only blanks and invisible ones. */
  static boolean saysNothing(String text) {
    return text.codePoints().noneMatch(TextRules::shows);
  }

  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.NON_SPACING_MARK,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> FILLERS.indexOf(character) < 0;
    };
  }
}
