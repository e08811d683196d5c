package dev.baton.step;

import java.util.Map;
import java.util.Optional;

/** Distances between two databases, from the keys of {@code postgres.position}. */
public final class Replication {

  private Replication() {}

  /**
   * How much the standby has not received yet; never negative, empty when a position is missing.
   */
  public static Optional<Long> lagBytes(Map<String, String> primary, Map<String, String> standby) {
    Optional<Lsn> written = Lsn.parse(primary.getOrDefault("writeLsn", ""));
    Optional<Lsn> received = received(standby);
    return written.flatMap(w -> received.map(r -> Math.max(0, w.minus(r))));
  }

  /** The furthest the standby has: received, or replayed if that is further (after a restart). */
  public static Optional<Lsn> received(Map<String, String> standby) {
    Optional<Lsn> received = Lsn.parse(standby.getOrDefault("receiveLsn", ""));
    Optional<Lsn> replayed = Lsn.parse(standby.getOrDefault("replayLsn", ""));
    return received.isPresent()
            && replayed.isPresent()
            && replayed.get().compareTo(received.get()) > 0
        ? replayed
        : received.or(() -> replayed);
  }
}
