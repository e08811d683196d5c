package dev.baton.status;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.PairDirectory;
import dev.baton.eventlog.Replica;
import dev.baton.host.Watch;
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
import java.util.TreeMap;
import org.jboss.logging.Logger;

/**
 * Puts changes of verdict on record, and split brains; what is seen in between is not an event.
 * Agents report a change within half a second, and the record has it within two.
 */
@ApplicationScoped
class VerdictKeeper {

  private static final Logger LOG = Logger.getLogger(VerdictKeeper.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** What several hosts tell of one fault is looked at once. */
  private static final Duration REST = Duration.ofMillis(50);

  /** The replication connections of the way back are tried that often. */
  private static final Duration REACH = Duration.ofSeconds(10);

  private final PairDirectory directory;
  private final Pairs pairs;
  private final StatusBoard board;
  private final SplitBrainWatch splitBrains;
  private final Ownership ownership;
  private final Watch watch;
  private final String replica;
  private volatile boolean stopping;

  VerdictKeeper(
      PairDirectory directory,
      Pairs pairs,
      StatusBoard board,
      SplitBrainWatch splitBrains,
      Ownership ownership,
      Watch watch,
      Replica replica) {
    this.directory = directory;
    this.pairs = pairs;
    this.board = board;
    this.splitBrains = splitBrains;
    this.ownership = ownership;
    this.watch = watch;
    this.replica = replica.id();
  }

  void start(@Observes StartupEvent event) {
    List<Thread> unused =
        List.of(
            Thread.ofVirtual().name("verdicts").start(() -> repeat(this::look, this::awaitNews)),
            // On its own, because it may take seconds to find out that nobody answers.
            Thread.ofVirtual()
                .name("reach")
                .start(() -> repeat(this::tryReach, () -> Thread.sleep(REACH))));
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  private interface Work {
    void on(PairState pair) throws DuplicateKeyException;
  }

  private interface Pause {
    void make() throws InterruptedException;
  }

  private void repeat(Work work, Pause pause) {
    try {
      while (!stopping) {
        round(work);
        pause.make();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Work work) {
    try {
      for (PairId pair : directory.pairs()) {
        work.on(pairs.find(pair).orElseThrow());
      }
    } catch (RuntimeException | DuplicateKeyException e) {
      LOG.debugf("verdicts cannot be recorded now: %s", e.getMessage());
    }
  }

  private void awaitNews() throws InterruptedException {
    Thread.sleep(REST);
    watch.awaitNews(LOOK);
  }

  private void tryReach(PairState state) {
    if (state.running().isEmpty()) {
      board.tryReach(state);
    }
  }

  private void look(PairState state) throws DuplicateKeyException {
    splitBrains.look(state);
    // An operation changes verdicts on purpose, and its steps are on record.
    if (state.running().isEmpty()) {
      keep(state);
    }
  }

  private void keep(PairState state) throws DuplicateKeyException {
    Map<String, String> verdicts = new TreeMap<>(board.verdicts(state));
    if (verdicts.equals(new TreeMap<>(state.verdicts()))) {
      return;
    }
    PairState unused =
        pairs.append(
            state.pair(),
            EventContext.ofEngine(replica, "verdicts"),
            newest -> changes(newest, verdicts));
  }

  private List<PairEvent> changes(PairState newest, Map<String, String> verdicts) {
    List<PairEvent> changes = new ArrayList<>();
    // One replica writes them down; what the others see serves their own status.
    if (newest.running().isPresent() || !ownership.drives(newest)) {
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
}
