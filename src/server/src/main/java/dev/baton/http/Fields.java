package dev.baton.http;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns fields of a body into the types of the vocabulary, or into a problem naming the field. */
public final class Fields {

  private Fields() {}

  /**
   * The field's value as its type.
   *
   * @param type may refuse the text with an {@link IllegalArgumentException} whose message is meant
   *     for the caller
   */
  public static <T> T required(String field, @Nullable String text, Function<String, T> type) {
    if (text == null || TextRules.saysNothing(text)) {
      throw ProblemException.badRequest(field, "is required");
    }
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.badRequest(field, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The name in a path as its type; 404 when nothing can have such a name, which is not repeated.
   */
  public static <T> T named(String what, String text, Function<String, T> type) {
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      throw ProblemException.notFound(
          "No %s can have the name in the path; names are lower-case letters, digits and hyphens."
              .formatted(what));
    }
  }
}
