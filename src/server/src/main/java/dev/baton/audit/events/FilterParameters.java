package dev.baton.audit.events;

import static dev.baton.http.ProblemException.badRequest;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventTypes;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.http.request.QueryParams;
import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Query parameters that select events; all that are given must hold. */
public class FilterParameters {

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

  @QueryParam("correlation")
  @Parameter(description = "What one request caused: its id, 'requestId' of its events.")
  @Nullable String correlation;

  @QueryParam("from")
  @Parameter(
      description = "Recorded at this time or later, with offset",
      example = "2026-01-31T08:15:30Z",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Nullable String from;

  @QueryParam("to")
  @Parameter(
      description = "Recorded before this time, with offset",
      example = "2026-01-31T09:15:30Z",
      schema = @Schema(type = SchemaType.STRING, format = "date-time"))
  @Nullable String to;

  @QueryParam("after")
  @Parameter(
      description =
          "Go on behind this event, in the order asked for: the 'next' of a page with the same"
              + " filters and order, or a sequence number.")
  @Nullable String after;

  EventFilter filter() {
    Optional<Instant> begin = QueryParams.time("from", from);
    Optional<Instant> end = QueryParams.time("to", to);
    if (begin.isPresent() && end.isPresent() && begin.get().isAfter(end.get())) {
      throw ProblemException.refused(
          ProblemType.TIMES_REVERSED, "from", "is after 'to'; exchange the two");
    }
    Optional<String> wanted = type();
    var exact = new EnumMap<EventColumn, String>(EventColumn.class);
    Optional.ofNullable(pair).ifPresent(value -> exact.put(EventColumn.PAIR, value));
    Optional.ofNullable(operation).ifPresent(value -> exact.put(EventColumn.OPERATION, value));
    Optional.ofNullable(host).ifPresent(value -> exact.put(EventColumn.HOST, value));
    Optional.ofNullable(actor).ifPresent(value -> exact.put(EventColumn.ACTOR, value));
    Optional.ofNullable(outcome).ifPresent(value -> exact.put(EventColumn.OUTCOME, value));
    Optional.ofNullable(correlation).ifPresent(value -> exact.put(EventColumn.REQUEST_ID, value));
    wanted.filter(name -> !isPrefix(name)).ifPresent(name -> exact.put(EventColumn.TYPE, name));
    return new EventFilter(exact, wanted.filter(FilterParameters::isPrefix), begin, end);
  }

  /** Where to go on in the events of {@link #filter()}, read in that order. */
  OptionalLong after(EventFilter filter, boolean newestFirst) {
    Optional<String> given = Optional.ofNullable(after);
    return given.isPresent() && !given.get().matches("[0-9]{1,18}")
        ? OptionalLong.of(Cursor.seq(given.get(), filter, newestFirst))
        : QueryParams.number("after", after, "a sequence number");
  }

  private Optional<String> type() {
    Optional<String> wanted = Optional.ofNullable(type);
    if (wanted.isPresent() && EventTypes.all().keySet().stream().noneMatch(fits(wanted.get()))) {
      throw badRequest(
          "type",
          "is no type of event; use one of %s, or a beginning up to a dot such as 'step.'"
              .formatted(EventTypes.all().keySet()));
    }
    return wanted;
  }

  private static Predicate<String> fits(String wanted) {
    return isPrefix(wanted) ? name -> name.startsWith(wanted) : wanted::equals;
  }

  private static boolean isPrefix(String type) {
    return type.endsWith(".");
  }
}
