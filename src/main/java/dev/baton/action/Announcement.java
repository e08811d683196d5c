package dev.baton.action;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which control-plane replica drives a pair from here on. Told to every agent at a take-over, so
 * that the former one is refused everywhere before the first order of the new one.
 *
 * @param scope the pair; in the path of the call, not in its body
 */
public record Announcement(String scope, long epoch, long term, String instance) {

  /** The body of the call. */
  public Map<String, Object> toMap() {
    return new TreeMap<>(Map.of("epoch", epoch, "term", term, "instance", instance));
  }

  /**
   * The announcement whose {@link #toMap} this is.
   *
   * @throws IllegalArgumentException as {@link ActionRequest#fromMap} does
   */
  public static Announcement fromMap(String scope, Map<String, @Nullable Object> map) {
    RequestFields fields = new RequestFields(map);
    Announcement announcement =
        new Announcement(
            scope, fields.number("epoch", 0), fields.number("term", 1), fields.text("instance"));
    fields.requireNoOther();
    return announcement;
  }
}
