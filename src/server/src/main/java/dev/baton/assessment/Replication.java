package dev.baton.assessment;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.util.Map;
import java.util.Optional;

/** Replication lag between two databases, from the evidence of {@code postgres.position}. */
public final class Replication {

  private Replication() {}

  /**
   * How much the standby has not received yet; never negative, empty when a position is missing.
   */
  public static Optional<Long> lagBytes(Map<String, String> primary, Map<String, String> standby) {
    Optional<Lsn> written = Evidence.of(primary).lsn(EvidenceKey.WRITE_LSN);
    Optional<Lsn> received = received(standby);
    return written.flatMap(w -> received.map(r -> Math.max(0, w.minus(r))));
  }

  /** The standby's furthest LSN: received, or replayed if that is further (after a restart). */
  public static Optional<Lsn> received(Map<String, String> standby) {
    Optional<Lsn> received = Evidence.of(standby).lsn(EvidenceKey.RECEIVE_LSN);
    Optional<Lsn> replayed = Evidence.of(standby).lsn(EvidenceKey.REPLAY_LSN);
    return received.isPresent()
            && replayed.isPresent()
            && replayed.get().compareTo(received.get()) > 0
        ? replayed
        : received.or(() -> replayed);
  }
}
