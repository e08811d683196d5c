package dev.baton.operation.engine;

import dev.baton.eventlog.UnreadableEventException;
import dev.baton.eventlog.replica.DatabaseClock;
import dev.baton.eventlog.replica.Replica;
import dev.baton.eventlog.replica.ReplicaNotifier;
import dev.baton.host.HostAgent;
import dev.baton.host.OwnInstallation;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentSessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Keeps one worker per pair that this replica drives and that has an open operation. It looks every
 * second, because the database is the truth, and at once when somebody rings.
 */
@ApplicationScoped
public class OperationRunner {

  private static final Logger LOG = Logger.getLogger(OperationRunner.class);
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final Duration LAST_ROUND = Duration.ofSeconds(2);

  private final PairRepository pairs;
  private final HostAgent agent;
  private final PairLeases pairLeases;
  private final PairAlarms alarms;
  private final RecordFreshness freshness;
  private final ReplicaNotifier replicaNotifier;
  private final DatabaseClock clock;
  private final OwnInstallation own;
  private final String replica;
  private final AgentSessions sessions = new AgentSessions();
  private final Map<PairId, PairLeadership> leaderships = new ConcurrentHashMap<>();
  private final Map<PairId, OperationWorker> workers = new ConcurrentHashMap<>();
  private final Thread rounds = Thread.ofPlatform().daemon().name("pairs").unstarted(this::run);
  private volatile boolean stopping;

  OperationRunner(
      PairRepository pairs,
      HostAgent agent,
      PairLeases pairLeases,
      PairAlarms alarms,
      RecordFreshness freshness,
      ReplicaNotifier replicaNotifier,
      DatabaseClock clock,
      OwnInstallation own,
      Replica replica) {
    this.pairs = pairs;
    this.agent = agent;
    this.pairLeases = pairLeases;
    this.alarms = alarms;
    this.freshness = freshness;
    this.replicaNotifier = replicaNotifier;
    this.clock = clock;
    this.own = own;
    this.replica = replica.id();
  }

  void start(@Observes StartupEvent event) {
    open();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    close();
  }

  void open() {
    rounds.start();
  }

  /** Leaves the pairs to other replicas, at once. */
  void close() throws InterruptedException {
    stopping = true;
    replicaNotifier.ring();
    rounds.join(LAST_ROUND.toMillis());
    leaderships.clear();
    workers.values().forEach(OperationWorker::stop);
    pairs.remember(true);
    try {
      pairLeases.release();
      replicaNotifier.ring();
    } catch (RuntimeException e) {
      LOG.warnf("others take over when the leases run out: %s", e.getMessage());
    }
  }

  /** Something was appended to the pair's stream: have it carried out. Returns at once. */
  public void wake(PairId pair) {
    PairLeadership pairLeadership = leaderships.get(pair);
    if (pairLeadership == null) {
      replicaNotifier.ring();
      return;
    }
    workers.compute(
        pair,
        (id, running) -> {
          if (running != null) {
            running.wake();
            return running;
          }
          return start(id, pairLeadership);
        });
  }

  private OperationWorker start(PairId pair, PairLeadership pairLeadership) {
    OperationWorker worker =
        new OperationWorker(
            pair,
            pairs,
            agent,
            sessions,
            AgentGateway.RESEND,
            clock,
            own.id(),
            replica,
            pairLeadership.epoch());
    Thread.ofVirtual().name("operation " + pair).start(() -> drive(pair, pairLeadership, worker));
    return worker;
  }

  /** A wake that comes between the worker's last look and its removal waits for the next round. */
  private void drive(PairId pair, PairLeadership pairLeadership, OperationWorker worker) {
    try {
      Thread.startVirtualThread(() -> tell(pair, pairLeadership));
      pairLeadership.awaitBegin();
      worker.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      workers.remove(pair, worker);
    }
  }

  /** Roles change with an operation's start; until the next round would be late to say so. */
  private void tell(PairId pair, PairLeadership pairLeadership) {
    try {
      pairs.find(pair).ifPresent(pairLeadership::tell);
    } catch (RuntimeException e) {
      LOG.debugf("roles are told in the next round pair=%s: %s", pair, e.getMessage());
    }
  }

  private void run() {
    boolean away = false;
    while (!stopping) {
      try {
        round();
        away = false;
        replicaNotifier.await(ROUND);
      } catch (RuntimeException e) {
        LOG.logf(
            away ? Logger.Level.DEBUG : Logger.Level.WARN,
            "nothing new is started until the event log is back: %s",
            e.getMessage());
        away = true;
        pairLeases.databaseWasAway();
        pause();
      }
    }
    replicaNotifier.close();
  }

  void round() {
    clock.set();
    Map<PairId, Long> driven = pairLeases.round();
    leaderships.keySet().retainAll(driven.keySet());
    workers.forEach((pair, worker) -> {
      if (!driven.containsKey(pair)) {
        worker.stop();
      }
    });
    alarms.each("drive it", driven.keySet(), pair -> look(pair, driven.getOrDefault(pair, 0L)));
    pairs.remember(false);
  }

  private void look(PairId pair, long epoch) {
    PairState state;
    try {
      state = pairs.find(pair).orElseThrow();
    } catch (UnreadableEventException e) {
      leave(pair);
      throw e;
    }
    if (state.retired().isPresent()) {
      leave(pair);
      return;
    }
    PairLeadership led = leaderships.get(pair);
    if (led != null && led.contradicted() && stale(pair)) {
      leave(pair);
      return;
    }
    leaderships
        .compute(
            pair,
            (id, present) ->
                present != null && present.epoch() == epoch
                    ? present
                    : PairLeadership.begin(state, epoch, own.id(), replica, agent))
        .tell(state);
    if (state.running().isPresent() || workers.containsKey(pair)) {
      wake(pair);
    }
  }

  private boolean stale(PairId pair) {
    freshness.look(List.of(pair));
    return freshness.of(pair).isPresent();
  }

  private void leave(PairId pair) {
    pairLeases.leave(pair);
    leaderships.remove(pair);
    Optional.ofNullable(workers.get(pair)).ifPresent(OperationWorker::stop);
  }

  private void pause() {
    try {
      Thread.sleep(ROUND);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
