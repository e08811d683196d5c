package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.Replica;
import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.host.Watch;
import dev.baton.operation.Ownership;
import dev.baton.operation.Pairs;
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

/** Puts a split brain of a pair on record, while an operation runs too. */
@ApplicationScoped
class SplitBrainWatch {

  private static final Logger LOG = Logger.getLogger(SplitBrainWatch.class);

  private final Pairs pairs;
  private final Watch watch;
  private final HostAgent agent;
  private final Ownership ownership;
  private final String replica;

  SplitBrainWatch(Pairs pairs, Watch watch, HostAgent agent, Ownership ownership, Replica replica) {
    this.pairs = pairs;
    this.watch = watch;
    this.agent = agent;
    this.ownership = ownership;
    this.replica = replica.id();
  }

  void look(PairState pair) throws DuplicateKeyException {
    if (pair.splitBrain().isPresent() || !ownership.drives(pair)) {
      return;
    }
    Optional<SplitBrainSeen> suspected = SplitBrain.in(pair, host -> watch.sight(host).now());
    if (suspected.isEmpty()) {
      return;
    }
    Optional<SplitBrainSeen> seen = confirmed(pair, suspected.get());
    if (seen.isPresent()) {
      LOG.errorf(
          "split brain pair=%s finding=%s hosts=%s",
          pair.pair(), seen.get().finding(), seen.get().hosts());
      PairState unused =
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
        .filter(seen -> seen.finding().equals(suspected.finding()));
  }

  private Optional<Observation> afresh(HostId host) {
    return agent.observe(host, 0, Duration.ZERO) instanceof Sight.Seen(var observation)
        ? Optional.of(observation)
        : Optional.empty();
  }

  private static Optional<SplitBrainSeen> together(
      PairState pair, Map<HostId, Optional<Observation>> shown) {
    return SplitBrain.in(pair, host -> shown.getOrDefault(host, Optional.empty()));
  }

  /** What was seen is judged by who is primary, and by what an operation moves on purpose. */
  private List<PairEvent> stillNews(PairState judged, PairState newest, SplitBrainSeen seen) {
    boolean same =
        newest.splitBrain().isEmpty()
            && newest.term() == judged.term()
            && under(newest).equals(under(judged));
    return same && ownership.drives(newest) ? List.of(seen) : List.of();
  }

  private static Optional<OperationId> under(PairState pair) {
    return pair.running().map(OperationState::id);
  }
}
