package dev.baton.operation;

import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.PairLease;
import dev.baton.host.HostAgent;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.step.Sessions;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Keeps one worker per pair with an open operation. */
@ApplicationScoped
public class OperationRunner {

  private static final Logger LOG = Logger.getLogger(OperationRunner.class);

  private final Pairs pairs;
  private final HostAgent agent;
  private final PairDirectory directory;
  private final PairLease lease;
  private final String replica;
  private final Sessions sessions = new Sessions();
  private final Map<PairId, OperationWorker> workers = new ConcurrentHashMap<>();

  OperationRunner(
      Pairs pairs,
      HostAgent agent,
      PairDirectory directory,
      PairLease lease,
      @ConfigProperty(name = "baton.replica") String replica) {
    this.pairs = pairs;
    this.agent = agent;
    this.directory = directory;
    this.lease = lease;
    this.replica = replica;
  }

  /** Takes the pairs over, and goes on with what a former run of this control plane left open. */
  void start(@Observes StartupEvent event) {
    for (PairId pair : directory.pairs()) {
      long epoch = lease.acquire(pair, replica);
      pairs
          .find(pair)
          .flatMap(PairState::running)
          .ifPresent(operation -> {
            LOG.infof("resuming pair=%s operation=%s epoch=%d", pair, operation.id(), epoch);
            wake(pair);
          });
    }
  }

  /** Something was appended to the pair's stream: have it carried out. Returns at once. */
  public void wake(PairId pair) {
    OperationWorker unused =
        workers.compute(
            pair,
            (id, running) -> {
              if (running != null) {
                running.wake();
                return running;
              }
              return start(id);
            });
  }

  private OperationWorker start(PairId pair) {
    OperationWorker worker =
        new OperationWorker(pair, pairs, agent, sessions, InstantSource.system(), replica);
    Thread unused = Thread.ofVirtual().name("operation " + pair).start(() -> drive(pair, worker));
    return worker;
  }

  private void drive(PairId pair, OperationWorker worker) {
    try {
      worker.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      workers.remove(pair, worker);
    }
    // A wake that came between its last look and its removal must not be lost.
    if (pairs.find(pair).flatMap(PairState::running).isPresent()) {
      LOG.debugf("looking again pair=%s", pair);
      wake(pair);
    }
  }
}
