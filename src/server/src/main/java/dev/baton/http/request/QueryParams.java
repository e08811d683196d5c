package dev.baton.http.request;

import static dev.baton.http.ProblemException.badRequest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts of a query string; what cannot be meant is refused by name, with what to give. The
 * text itself is never repeated: it may be a secret that was put into the wrong place.
 */
public final class QueryParams {

  /** A number of events, or the number of one, as a regular expression. */
  public static final String NUMBER = "^[0-9]{1,18}$";

  private QueryParams() {}

  public static Optional<Instant> time(String name, @Nullable String text) {
    Optional<OffsetDateTime> time;
    try {
      time = Optional.ofNullable(text).map(OffsetDateTime::parse);
    } catch (DateTimeException e) {
      throw badRequest(
          name, "is not a time; write it like 2026-01-31T08:15:30Z, a '+' in it as %2B");
    }
    if (time.filter(given -> given.getYear() < 1 || given.getYear() > 9999).isPresent()) {
      throw badRequest(name, "is no time that a clock shows; use a year from 0001 to 9999");
    }
    return time.map(OffsetDateTime::toInstant);
  }

  public static OptionalLong number(String name, @Nullable String text, String remedy) {
    if (text == null) {
      return OptionalLong.empty();
    }
    if (!text.matches(NUMBER)) {
      throw badRequest(name, "is no such number; give " + remedy);
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /**
   * How many a page holds, from the parameter {@code limit}.
   *
   * @param usual without one
   */
  public static int limit(@Nullable String text, int usual, int most) {
    long asked = number("limit", text, "a number from 1 to " + most).orElse(usual);
    if (asked < 1 || asked > most) {
      throw badRequest("limit", "is %d; use a number from 1 to %d".formatted(asked, most));
    }
    return (int) asked;
  }
}
