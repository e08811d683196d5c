package dev.baton.eventlog.query;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A filter of events; all that is given must hold.
 *
 * @param exact value by column; pair, operation, host, actor, type, outcome and request id have an
 *     index, no other column does
 * @param typePrefix the beginning of a type, up to and with a dot
 * @param from recorded at or after
 * @param to recorded before
 */
public record EventFilter(
    Map<EventColumn, String> exact,
    Optional<String> typePrefix,
    Optional<Instant> from,
    Optional<Instant> to) {

  public EventFilter {
    var ordered = new EnumMap<EventColumn, String>(EventColumn.class);
    ordered.putAll(exact);
    exact = Collections.unmodifiableMap(ordered);
  }

  /** Whether it asks for this one. */
  public boolean matches(EventRow event) {
    return exact.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(event.texts().get(wanted.getKey())))
        && typePrefix.stream().allMatch(event.text(EventColumn.TYPE)::startsWith)
        && matches(Instant.parse(event.text(EventColumn.RECORDED_AT)));
  }

  private boolean matches(Instant recordedAt) {
    return from.stream().noneMatch(recordedAt::isBefore)
        && to.stream().allMatch(recordedAt::isBefore);
  }
}
