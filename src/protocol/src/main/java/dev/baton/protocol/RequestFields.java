package dev.baton.protocol;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a request one by one; a field that is left over is refused as unknown. */
final class RequestFields {

  private final Map<String, @Nullable Object> left;

  RequestFields(Map<String, @Nullable Object> document) {
    left = new HashMap<>(document);
  }

  boolean has(String name) {
    return left.containsKey(name);
  }

  String text(String name) {
    return text(left.remove(name), name);
  }

  long number(String name, long least) {
    if (left.remove(name) instanceof Long number && number >= least) {
      return number;
    }
    throw new IllegalArgumentException(
        "'%s' must be a whole number of at least %d".formatted(name, least));
  }

  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Json.object(left.remove(name), "'" + name + "'")
        .forEach((key, value) -> texts.put(key, text(value, name + "." + key)));
    return texts;
  }

  void requireNoOther() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("unknown field " + left.keySet());
    }
  }

  private static String text(@Nullable Object value, String name) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("'" + name + "' must be text");
  }
}
