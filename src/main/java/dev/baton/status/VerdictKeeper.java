package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.Replica;
import dev.baton.operation.Ownership;
import dev.baton.operation.Pairs;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/** Puts changes of verdict on record; what is seen in between is not an event. */
@ApplicationScoped
class VerdictKeeper {

  private static final Logger LOG = Logger.getLogger(VerdictKeeper.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The replication connections of the way back are tried with every this many looks. */
  private static final int REACH = 10;

  private final PairDirectory directory;
  private final Pairs pairs;
  private final StatusBoard board;
  private final Ownership ownership;
  private final String replica;
  private volatile boolean stopping;

  VerdictKeeper(
      PairDirectory directory,
      Pairs pairs,
      StatusBoard board,
      Ownership ownership,
      Replica replica) {
    this.directory = directory;
    this.pairs = pairs;
    this.board = board;
    this.ownership = ownership;
    this.replica = replica.id();
  }

  void start(@Observes StartupEvent event) {
    Thread unused = Thread.ofVirtual().name("verdicts").start(this::run);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  private void run() {
    for (long round = 0; !stopping; round++) {
      try {
        for (PairId pair : directory.pairs()) {
          look(pair, round % REACH == 0);
        }
      } catch (RuntimeException | DuplicateKeyException e) {
        LOG.debugf("verdicts cannot be recorded now: %s", e.getMessage());
      }
      pause();
    }
  }

  private void look(PairId pair, boolean reach) throws DuplicateKeyException {
    PairState state = pairs.find(pair).orElseThrow();
    if (state.running().isPresent()) {
      return; // an operation changes them on purpose, and its steps are on record
    }
    if (reach) {
      board.tryReach(state);
    }
    Map<String, String> verdicts = new TreeMap<>(board.verdicts(state));
    if (verdicts.equals(new TreeMap<>(state.verdicts()))) {
      return;
    }
    PairState unused =
        pairs.append(
            pair, EventContext.ofEngine(replica, "verdicts"), newest -> changes(newest, verdicts));
  }

  private List<PairEvent> changes(PairState newest, Map<String, String> verdicts) {
    List<PairEvent> changes = new ArrayList<>();
    if (newest.running().isPresent() || !isOurs(newest)) {
      return changes;
    }
    verdicts.forEach((item, verdict) -> {
      String before = newest.verdicts().getOrDefault(item, "");
      if (!before.equals(verdict)) {
        changes.add(new VerdictChanged(item, before, verdict, ""));
      }
    });
    return changes;
  }

  /** One replica writes them down; what the others see serves their own status. */
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
