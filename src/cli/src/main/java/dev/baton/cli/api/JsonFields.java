package dev.baton.cli.api;

import dev.baton.cli.screen.SafeText;
import dev.baton.protocol.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An object of an answer. What is absent, or of another kind than expected, reads as empty: newer
 * control planes may leave out and add what they like.
 *
 * @param members as they came, in their order
 */
public record JsonFields(Map<String, @Nullable Object> members) {

  /**
   * Reads a document that must be an object.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static JsonFields of(String document) {
    return new JsonFields(Json.readObject(document));
  }

  private static JsonFields none() {
    Map<String, @Nullable Object> none = new LinkedHashMap<>();
    return new JsonFields(none);
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  /**
   * On one line and harmless for a terminal: with a line of its own in it a text could say what
   * this program never said. Empty when absent.
   */
  public String text(String name) {
    return members.get(name) instanceof String text ? SafeText.line(text) : "";
  }

  /** A text that is not empty. */
  public Optional<String> find(String name) {
    return Optional.of(text(name)).filter(text -> !text.isEmpty());
  }

  public boolean flag(String name) {
    return members.get(name) instanceof Boolean flag && flag;
  }

  public OptionalLong number(String name) {
    return members.get(name) instanceof Long number
        ? OptionalLong.of(number)
        : OptionalLong.empty();
  }

  public Optional<Instant> time(String name) {
    try {
      return find(name).map(Instant::parse);
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** The object of that name; one without members when absent. */
  public JsonFields object(String name) {
    return members.get(name) instanceof Map<?, ?> object
        ? new JsonFields(Json.object(object, name))
        : none();
  }

  /** The objects of a list, in its order. */
  public List<JsonFields> objects(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream()
            .filter(item -> item instanceof Map<?, ?>)
            .map(item -> new JsonFields(Json.object(item, name)))
            .toList()
        : List.of();
  }

  /** The texts of a list, in its order, each on one line. */
  public List<String> texts(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream()
            .filter(item -> item instanceof String)
            .map(item -> SafeText.line(String.valueOf(item)))
            .toList()
        : List.of();
  }

  /** The document again, on one line. */
  public String json() {
    return Json.write(members);
  }

  /** A document of this program's own, on one line. */
  public static String write(Map<String, ?> document) {
    return Json.write(document);
  }
}
