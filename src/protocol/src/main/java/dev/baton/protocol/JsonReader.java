package dev.baton.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one document, character by character; duplicate keys and deep nesting are refused too. */
final class JsonReader {

  private static final int DEEPEST = 32;

  private final String text;
  private int at;
  private int depth;

  JsonReader(String text) {
    this.text = text;
  }

  @Nullable Object document() {
    Object value = value();
    blanks();
    if (at < text.length()) {
      throw wrong("expected nothing more");
    }
    return value;
  }

  private @Nullable Object value() {
    blanks();
    return switch (peek()) {
      case '{' -> object();
      case '[' -> list();
      case '"' -> text();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    enter();
    blanks();
    if (!next('}')) {
      do {
        blanks();
        int place = at;
        String key = text();
        blanks();
        expect(':');
        Object value = value();
        if (map.containsKey(key)) {
          at = place;
          throw wrong("key '" + key + "' appears twice");
        }
        map.put(key, value);
        blanks();
      } while (next(','));
      expect('}');
    }
    depth--;
    return map;
  }

  private List<@Nullable Object> list() {
    List<@Nullable Object> list = new ArrayList<>();
    enter();
    blanks();
    if (!next(']')) {
      do {
        list.add(value());
        blanks();
      } while (next(','));
      expect(']');
    }
    depth--;
    return list;
  }

  private String text() {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (!next('"')) {
      char c = peek();
      at++;
      if (c < ' ') {
        throw wrong("control character in text");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> hexadecimal();
      default -> throw wrong("unknown escape");
    };
  }

  private char hexadecimal() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0 || peek() > 'f') {
        throw wrong("expected four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Long number() {
    int start = at;
    boolean negative = next('-');
    int digits = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == digits) {
      throw wrong("expected a value");
    }
    boolean zeroLed = text.charAt(digits) == '0' && at > digits + 1;
    boolean negativeZero = negative && text.charAt(digits) == '0';
    if (zeroLed || negativeZero || (at < text.length() && ".eE".indexOf(text.charAt(at)) >= 0)) {
      throw wrong("expected a whole number");
    }
    try {
      return Long.valueOf(text.substring(start, at));
    } catch (NumberFormatException tooLarge) {
      throw wrong("number too large");
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw wrong("expected a value");
    }
    at += word.length();
    return value;
  }

  private void enter() {
    at++;
    if (++depth > DEEPEST) {
      throw wrong("nested deeper than " + DEEPEST);
    }
  }

  private void blanks() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("ended too soon");
    }
    return text.charAt(at);
  }

  private boolean next(char wanted) {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted) {
    if (!next(wanted)) {
      throw wrong("expected '" + wanted + "'");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("not our JSON at character %d: %s".formatted(at, what));
  }
}
