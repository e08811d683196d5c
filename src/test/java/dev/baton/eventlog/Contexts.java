package dev.baton.eventlog;

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
        "ops",
        List.of("operator", "viewer"),
        Optional.of("token:ab12cd"),
        Optional.of("quarterly test"),
        Optional.of("CHG-7"),
        Optional.empty(),
        "replica-1",
        Optional.empty(),
        Optional.of("10.77.0.31"),
        "request-1",
        Optional.empty(),
        Optional.empty(),
        key,
        key.map(text -> "a".repeat(64)));
  }
}
