package dev.baton.eventlog;

import dev.baton.eventlog.EventContext.Actor;
import dev.baton.eventlog.EventContext.Correlation;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventContext.Origin;
import dev.baton.eventlog.EventContext.Purpose;
import java.util.List;
import java.util.Optional;

/** Contexts of appends, for tests. */
public final class Contexts {

  private Contexts() {}

  /** The engine's own, with no lease in play. */
  public static EventContext engine() {
    return at(0);
  }

  public static EventContext at(long epoch) {
    return of(epoch, Optional.empty());
  }

  public static EventContext keyed(String idempotencyKey) {
    return of(0, Optional.of(idempotencyKey));
  }

  private static EventContext of(long epoch, Optional<String> key) {
    return new EventContext(
        epoch,
        new Actor("ops", List.of("operator", "viewer"), Optional.of("token:ab12cd")),
        new Purpose(Optional.of("quarterly test"), Optional.of("CHG-7")),
        Optional.empty(),
        new Origin("replica-1", Optional.empty(), Optional.of("10.77.0.31")),
        Correlation.of("request-1"),
        new Idempotency(key, key.map(text -> "a".repeat(64))));
  }
}
