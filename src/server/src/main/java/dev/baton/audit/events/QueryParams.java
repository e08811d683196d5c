package dev.baton.audit.events;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.protocol.UrlRedactor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts of a query string; what cannot be meant is refused by name, with what to give. The
 * text itself is never repeated: it may be a secret that was put into the wrong place.
 */
final class QueryParams {

  private QueryParams() {}

  /** A misspelt filter must not silently become no filter. */
  static void onlyOnce(Map<String, List<String>> given, Set<String> known) {
    for (Map.Entry<String, List<String>> parameter : given.entrySet()) {
      String name = parameter.getKey();
      if (!known.contains(name)) {
        throw refused(
            ProblemType.UNKNOWN_PARAMETER,
            name.matches("[A-Za-z_.-]{1,32}") ? name : UrlRedactor.HIDDEN,
            "is not a parameter of this call; use " + new TreeSet<>(known));
      }
      if (parameter.getValue().size() > 1) {
        throw badRequest(name, "is given more than once; give it once");
      }
      if (parameter.getValue().getFirst().isBlank()) {
        throw badRequest(name, "is empty; give a value or leave it out");
      }
    }
  }

  static Optional<String> text(String name, @Nullable String text) {
    if (text != null && text.indexOf('\0') >= 0) {
      throw badRequest(name, "contains the character U+0000; leave it out");
    }
    return Optional.ofNullable(text);
  }

  static Optional<Instant> time(String name, @Nullable String text) {
    Optional<OffsetDateTime> time;
    try {
      time = text(name, text).map(OffsetDateTime::parse);
    } catch (DateTimeException e) {
      throw badRequest(
          name, "is not a time; write it like 2026-01-31T08:15:30Z, a '+' in it as %2B");
    }
    if (time.filter(given -> given.getYear() < 1 || given.getYear() > 9999).isPresent()) {
      throw badRequest(name, "is no time that a clock shows; use a year from 0001 to 9999");
    }
    return time.map(OffsetDateTime::toInstant);
  }

  static OptionalLong number(String name, @Nullable String text, String remedy) {
    Optional<String> given = text(name, text);
    if (given.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!given.get().matches("[0-9]{1,18}")) {
      throw badRequest(name, "is no such number; give " + remedy);
    }
    return OptionalLong.of(Long.parseLong(given.get()));
  }

  /** A problem of a kind of its own, naming the parameter like every other. */
  static ProblemException refused(ProblemType kind, String name, String fault) {
    return ProblemException.refused(kind, name, fault);
  }
}
