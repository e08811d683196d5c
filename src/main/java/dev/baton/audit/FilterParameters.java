package dev.baton.audit;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.eventlog.EventTypes;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Which events a caller means; all that are given must hold. */
public class FilterParameters {

  static final Set<String> NAMES =
      Set.of("pair", "operation", "host", "actor", "outcome", "type", "from", "to", "after");

  @QueryParam("pair")
  @Parameter(description = "Events of this pair and its operations.")
  @Nullable String pair;

  @QueryParam("operation")
  @Parameter(description = "Events of this operation.")
  @Nullable String operation;

  @QueryParam("host")
  @Parameter(description = "Events of this host, steps on it included.")
  @Nullable String host;

  @QueryParam("actor")
  @Parameter(description = "What this actor caused; 'baton' is the engine itself.")
  @Nullable String actor;

  @QueryParam("outcome")
  @Parameter(description = "How it went.", example = "REFUSED")
  @Nullable String outcome;

  @QueryParam("type")
  @Parameter(description = "A type, or the beginning of types up to a dot.", example = "step.")
  @Nullable String type;

  @QueryParam("from")
  @Parameter(description = "Recorded at this time or later.", example = "2026-01-31T08:15:30Z")
  @Nullable String from;

  @QueryParam("to")
  @Parameter(description = "Recorded before this time.", example = "2026-01-31T09:15:30Z")
  @Nullable String to;

  @QueryParam("after")
  @Parameter(description = "Go on behind this event, in the order asked for: a page's 'next'.")
  @Nullable String after;

  EventFilter filter() {
    Optional<Instant> begin = Given.time("from", from);
    Optional<Instant> end = Given.time("to", to);
    if (begin.isPresent() && end.isPresent() && begin.get().isAfter(end.get())) {
      throw badRequest("from", "is after 'to'; exchange the two");
    }
    return new EventFilter(exact(), type(), begin, end);
  }

  OptionalLong cursor() {
    return Given.number("after", after, "the 'next' of a page, or a sequence number");
  }

  private Map<String, String> exact() {
    var exact = new HashMap<String, String>();
    Given.text("pair", pair).ifPresent(value -> exact.put("pair", value));
    Given.text("operation", operation).ifPresent(value -> exact.put("operation", value));
    Given.text("host", host).ifPresent(value -> exact.put("host", value));
    Given.text("actor", actor).ifPresent(value -> exact.put("actor", value));
    Given.text("outcome", outcome).ifPresent(value -> exact.put("outcome", value));
    return exact;
  }

  private Optional<String> type() {
    Optional<String> wanted = Given.text("type", type);
    if (wanted.isPresent() && EventTypes.all().keySet().stream().noneMatch(fits(wanted.get()))) {
      throw badRequest(
          "type",
          "'%s' is no type of event; use one of %s, or a beginning up to a dot such as 'step.'"
              .formatted(wanted.get(), EventTypes.all().keySet()));
    }
    return wanted;
  }

  private static Predicate<String> fits(String wanted) {
    return wanted.endsWith(".") ? name -> name.startsWith(wanted) : wanted::equals;
  }
}
