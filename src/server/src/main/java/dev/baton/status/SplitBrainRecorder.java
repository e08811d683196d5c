package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.replica.Replica;
import dev.baton.host.HostAgent;
import dev.baton.host.HostMonitor;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.operation.engine.PairLeases;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Appends an event when a pair has a split brain, while an operation runs too. */
@ApplicationScoped
class SplitBrainRecorder {

  private static final Logger LOG = Logger.getLogger(SplitBrainRecorder.class);

  private final PairRepository pairs;
  private final HostMonitor hostMonitor;
  private final HostAgent agent;
  private final PairLeases pairLeases;
  private final String replica;

  SplitBrainRecorder(
      PairRepository pairs,
      HostMonitor hostMonitor,
      HostAgent agent,
      PairLeases pairLeases,
      Replica replica) {
    this.pairs = pairs;
    this.hostMonitor = hostMonitor;
    this.agent = agent;
    this.pairLeases = pairLeases;
    this.replica = replica.id();
  }

  void look(PairState pair) throws DuplicateKeyException {
    if (pair.splitBrain().isPresent() || !pairLeases.drives(pair)) {
      return;
    }
    Optional<SplitBrainSeen> suspected =
        SplitBrainDetector.in(pair, host -> hostMonitor.health(host).now());
    if (suspected.isEmpty()) {
      return;
    }
    Optional<SplitBrainSeen> seen = confirmed(pair, suspected.get());
    if (seen.isPresent()) {
      LOG.errorf(
          "split brain pair=%s finding=%s hosts=%s",
          pair.pair(), seen.get().finding().word(), seen.get().hosts());
      pairs.append(
          pair.pair(),
          EventContext.ofEngine(replica, "split-brain"),
          newest -> stillNews(pair, newest, seen.get()));
    }
  }

  /**
   * Sights of two hosts are of two moments, and a switchover lies easily between them. So all are
   * looked at afresh, and then the first once more: what it showed before and after the other
   * showed it, it showed at the same time.
   */
  private Optional<SplitBrainSeen> confirmed(PairState pair, SplitBrainSeen suspected) {
    HostId one = suspected.hosts().getFirst();
    HostId other = suspected.hosts().getLast();
    Optional<Observation> before = afresh(one);
    Optional<Observation> meanwhile = afresh(other);
    Optional<Observation> after = afresh(one);
    return together(pair, Map.of(one, before, other, meanwhile))
        .flatMap(seen -> together(pair, Map.of(one, after, other, meanwhile)))
        .filter(seen -> seen.finding() == suspected.finding());
  }

  private Optional<Observation> afresh(HostId host) {
    return agent.observe(host, 0, Duration.ZERO) instanceof ObservationResult.Seen(var observation)
        ? Optional.of(observation)
        : Optional.empty();
  }

  private static Optional<SplitBrainSeen> together(
      PairState pair, Map<HostId, Optional<Observation>> shown) {
    return SplitBrainDetector.in(pair, host -> shown.getOrDefault(host, Optional.empty()));
  }

  /** What was seen is judged by who is primary, and by what an operation moves on purpose. */
  private List<PairEvent> stillNews(PairState judged, PairState newest, SplitBrainSeen seen) {
    boolean same =
        newest.splitBrain().isEmpty()
            && newest.term() == judged.term()
            && under(newest).equals(under(judged));
    return same && pairLeases.drives(newest) ? List.of(seen) : List.of();
  }

  private static Optional<OperationId> under(PairState pair) {
    return pair.running().map(OperationState::id);
  }
}
