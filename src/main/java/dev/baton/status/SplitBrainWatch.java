package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.PairDirectory;
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
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks for split brains all the time, while an operation runs too, and puts them on record. Agents
 * report a change within half a second; with this the record has it within two.
 */
@ApplicationScoped
class SplitBrainWatch {

  private static final Logger LOG = Logger.getLogger(SplitBrainWatch.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final PairDirectory directory;
  private final Pairs pairs;
  private final Watch watch;
  private final HostAgent agent;
  private final Ownership ownership;
  private final String replica;
  private volatile boolean stopping;

  SplitBrainWatch(
      PairDirectory directory,
      Pairs pairs,
      Watch watch,
      HostAgent agent,
      Ownership ownership,
      Replica replica) {
    this.directory = directory;
    this.pairs = pairs;
    this.watch = watch;
    this.agent = agent;
    this.ownership = ownership;
    this.replica = replica.id();
  }

  void start(@Observes StartupEvent event) {
    Thread unused = Thread.ofVirtual().name("split-brain watch").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  private void run() {
    while (!stopping) {
      try {
        for (PairId pair : directory.pairs()) {
          look(pair);
        }
      } catch (RuntimeException | DuplicateKeyException e) {
        LOG.debugf("split brains cannot be recorded now: %s", e.getMessage());
      }
      pause();
    }
  }

  private void look(PairId id) throws DuplicateKeyException {
    PairState pair = pairs.find(id).orElseThrow();
    if (pair.splitBrain().isPresent() || !isOurs(pair)) {
      return;
    }
    Optional<SplitBrainSeen> suspected = SplitBrain.in(pair, host -> watch.sight(host).now());
    if (suspected.isEmpty()) {
      return;
    }
    Optional<SplitBrainSeen> seen = confirmed(pair, suspected.get());
    if (seen.isPresent()) {
      LOG.errorf(
          "split brain pair=%s finding=%s hosts=%s", id, seen.get().finding(), seen.get().hosts());
      PairState unused =
          pairs.append(
              id,
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
    Map<HostId, Observation> shown = new HashMap<>();
    List<HostId> hosts = suspected.hosts();
    for (HostId host : List.of(hosts.getFirst(), hosts.getLast(), hosts.getFirst())) {
      if (!(agent.observe(host, 0, Duration.ZERO) instanceof Sight.Seen(var observation))) {
        return Optional.empty();
      }
      Optional<Observation> before = Optional.ofNullable(shown.put(host, observation));
      if (before.isPresent() && gone(pair, shown, Map.of(host, before.get()))) {
        return Optional.empty();
      }
    }
    return SplitBrain.in(pair, host -> Optional.ofNullable(shown.get(host)))
        .filter(seen -> seen.finding().equals(suspected.finding()));
  }

  private static boolean gone(
      PairState pair, Map<HostId, Observation> shown, Map<HostId, Observation> earlier) {
    return SplitBrain.in(
            pair, host -> Optional.ofNullable(earlier.getOrDefault(host, shown.get(host))))
        .isEmpty();
  }

  /** What was seen is judged by who is primary, and by what an operation moves on purpose. */
  private List<PairEvent> stillNews(PairState judged, PairState newest, SplitBrainSeen seen) {
    boolean same =
        newest.splitBrain().isEmpty()
            && newest.term() == judged.term()
            && under(newest).equals(under(judged));
    return same && isOurs(newest) ? List.of(seen) : List.of();
  }

  private static Optional<OperationId> under(PairState pair) {
    return pair.running().map(OperationState::id);
  }

  /** One replica writes it down. */
  private boolean isOurs(PairState state) {
    return ownership.epoch(state.pair()).equals(Optional.of(state.epoch()));
  }

  private void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
