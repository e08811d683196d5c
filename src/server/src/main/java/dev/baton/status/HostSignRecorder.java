package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.replica.Replica;
import dev.baton.host.HostHealth;
import dev.baton.host.HostMonitor;
import dev.baton.operation.engine.PairLeases;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AddressTakenBack;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.pair.PairState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Appends an event when the agent of a host falls silent, when it answers again, and when it took
 * the address back by itself; while an operation runs too. Nothing acts on these events: silence is
 * not death (S5).
 */
@ApplicationScoped
class HostSignRecorder {

  private final PairRepository pairs;
  private final HostMonitor hostMonitor;
  private final PairLeases pairLeases;
  private final InstantSource clock;
  private final String replica;

  HostSignRecorder(
      PairRepository pairs,
      HostMonitor hostMonitor,
      PairLeases pairLeases,
      InstantSource clock,
      Replica replica) {
    this.pairs = pairs;
    this.hostMonitor = hostMonitor;
    this.pairLeases = pairLeases;
    this.clock = clock;
    this.replica = replica.id();
  }

  void look(PairState pair) throws DuplicateKeyException {
    if (!changes(pair).isEmpty()) {
      pairs.append(pair.pair(), EventContext.ofEngine(replica, "heartbeat"), this::changes);
    }
  }

  /** One replica writes them down; what the others see serves their own status. */
  private List<PairEvent> changes(PairState pair) {
    List<PairEvent> changes = new ArrayList<>();
    if (!pairLeases.drives(pair)) {
      return changes;
    }
    Instant now = clock.instant();
    for (HostId host : PairSnapshot.hosts(pair)) {
      HostHealth health = hostMonitor.health(host);
      boolean before = pair.signs().silent().contains(host);
      if (!before && health.silent(now)) {
        changes.add(new HostSilent(host, health.answeredAt(), health.why()));
      } else if (before && health.answeredAt().isPresent() && !health.silent(now)) {
        changes.add(new HostAnswering(host));
      }
      takenBack(pair, host, health).ifPresent(changes::add);
    }
    return changes;
  }

  /** The host tells the last time until it is ordered to release the address. */
  private static Optional<PairEvent> takenBack(PairState pair, HostId host, HostHealth health) {
    Optional<Instant> recorded = Optional.ofNullable(pair.signs().takenBack().get(host));
    return health
        .last()
        .flatMap(seen -> Evidence.of(seen.address()).time(EvidenceKey.TAKEN_BACK_AT))
        .filter(at -> !recorded.equals(Optional.of(at)))
        .map(at -> new AddressTakenBack(host, at));
  }
}
