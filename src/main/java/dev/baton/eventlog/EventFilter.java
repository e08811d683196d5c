package dev.baton.eventlog;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which events are meant; all that is given must hold.
 *
 * @param exact value by column; pair, operation, host, actor, type, outcome and request id have an
 *     index, no other column does
 * @param typePrefix the beginning of a type, up to and with a dot
 * @param from recorded at or after
 * @param to recorded before
 */
public record EventFilter(
    Map<Column, String> exact,
    Optional<String> typePrefix,
    Optional<Instant> from,
    Optional<Instant> to) {

  public EventFilter {
    var ordered = new EnumMap<Column, String>(Column.class);
    ordered.putAll(exact);
    exact = Collections.unmodifiableMap(ordered);
  }

  /** Whether it asks for this one. */
  public boolean matches(EventRow event) {
    return exact.entrySet().stream()
            .allMatch(wanted -> wanted.getValue().equals(event.texts().get(wanted.getKey())))
        && typePrefix.stream().allMatch(event.text(Column.TYPE)::startsWith)
        && matches(Instant.parse(event.text(Column.RECORDED_AT)));
  }

  private boolean matches(Instant recordedAt) {
    return from.stream().noneMatch(recordedAt::isBefore)
        && to.stream().allMatch(recordedAt::isBefore);
  }
}
