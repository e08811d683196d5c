package dev.baton.operation;

import dev.baton.eventlog.Bell;
import dev.baton.eventlog.DatabaseClock;
import dev.baton.eventlog.Replica;
import dev.baton.host.HostAgent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.Sessions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
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

  private final Pairs pairs;
  private final HostAgent agent;
  private final Ownership ownership;
  private final Bell bell;
  private final DatabaseClock clock;
  private final String replica;
  private final Sessions sessions = new Sessions();
  private final Map<PairId, Tenure> tenures = new ConcurrentHashMap<>();
  private final Map<PairId, OperationWorker> workers = new ConcurrentHashMap<>();
  private final Thread rounds = Thread.ofPlatform().daemon().name("pairs").unstarted(this::run);
  private volatile boolean stopping;

  OperationRunner(
      Pairs pairs,
      HostAgent agent,
      Ownership ownership,
      Bell bell,
      DatabaseClock clock,
      Replica replica) {
    this.pairs = pairs;
    this.agent = agent;
    this.ownership = ownership;
    this.bell = bell;
    this.clock = clock;
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
    bell.ring();
    rounds.join(LAST_ROUND.toMillis());
    tenures.clear();
    workers.values().forEach(OperationWorker::stop);
    try {
      ownership.release();
      bell.ring();
    } catch (RuntimeException e) {
      LOG.warnf("others take over when the leases run out: %s", e.getMessage());
    }
  }

  /** Something was appended to the pair's stream: have it carried out. Returns at once. */
  public void wake(PairId pair) {
    Tenure tenure = tenures.get(pair);
    if (tenure == null) {
      bell.ring();
      return;
    }
    OperationWorker unused =
        workers.compute(
            pair,
            (id, running) -> {
              if (running != null) {
                running.wake();
                return running;
              }
              return start(id, tenure);
            });
  }

  private OperationWorker start(PairId pair, Tenure tenure) {
    OperationWorker worker =
        new OperationWorker(pair, pairs, agent, sessions, clock, replica, tenure.epoch());
    Thread unused =
        Thread.ofVirtual().name("operation " + pair).start(() -> drive(pair, tenure, worker));
    return worker;
  }

  /** A wake that comes between the worker's last look and its removal waits for the next round. */
  private void drive(PairId pair, Tenure tenure, OperationWorker worker) {
    try {
      Thread unused = Thread.startVirtualThread(() -> tell(pair, tenure));
      tenure.awaitBegin();
      worker.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      boolean unused = workers.remove(pair, worker);
    }
  }

  /** Roles change with an operation's start; until the next round would be late to say so. */
  private void tell(PairId pair, Tenure tenure) {
    try {
      pairs.find(pair).ifPresent(tenure::tell);
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
        bell.await(ROUND);
      } catch (RuntimeException e) {
        LOG.logf(
            away ? Logger.Level.DEBUG : Logger.Level.WARN,
            "nothing new is started until the record is back: %s",
            e.getMessage());
        away = true;
        ownership.databaseWasAway();
        pause();
      }
    }
    bell.close();
  }

  void round() {
    clock.set();
    Map<PairId, Long> driven = ownership.round();
    boolean unused = tenures.keySet().retainAll(driven.keySet());
    driven.forEach(this::look);
  }

  private void look(PairId pair, long epoch) {
    PairState state = pairs.find(pair).orElseThrow();
    tenures
        .compute(
            pair,
            (id, present) ->
                present != null && present.epoch() == epoch
                    ? present
                    : Tenure.begin(state, epoch, replica, agent))
        .tell(state);
    if (state.running().isPresent() || workers.containsKey(pair)) {
      wake(pair);
    }
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
