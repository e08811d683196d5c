package dev.baton.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subset of JSON that control plane and agents speak: objects, lists, text, whole numbers,
 * true, false, null. Strict on purpose: whoever sends anything else is not one of ours.
 */
public final class Json {

  private Json() {}

  /**
   * Reads one document: {@code Map<String, Object>} in the order written, {@code List<Object>},
   * {@code String}, {@code Long}, {@code Boolean} or null.
   *
   * @throws IllegalArgumentException if it is not exactly one document of that subset; the message
   *     names the place, counted in characters from 0
   */
  public static @Nullable Object read(String text) {
    return new JsonReader(text).document();
  }

  /**
   * Reads one document that must be an object.
   *
   * @throws IllegalArgumentException as {@link #read}, and for any other kind of document
   */
  public static Map<String, @Nullable Object> readObject(String text) {
    return object(read(text), "the document");
  }

  /**
   * The value as an object.
   *
   * @param name what it is, for the message
   * @throws IllegalArgumentException if it is none
   */
  @SuppressWarnings("unchecked") // the reader makes no other maps
  public static Map<String, @Nullable Object> object(@Nullable Object value, String name) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new IllegalArgumentException(name + " must be an object");
  }

  /** One line of text for a value of that subset; keys in the order of the map. */
  public static String write(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case String text -> writeText(text, out);
      case Boolean truth -> out.append(truth);
      case Long number -> out.append(number);
      case Integer number -> out.append(number);
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          writeText(String.valueOf(entry.getKey()), out);
          out.append(':');
          write(entry.getValue(), out);
          separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object item : list) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      default -> throw new IllegalArgumentException("not of this JSON: " + value.getClass());
    }
  }

  private static void writeText(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
