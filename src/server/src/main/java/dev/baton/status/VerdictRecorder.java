package dev.baton.status;

import dev.baton.assessment.PairSnapshot;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.projection.PairDirectory;
import dev.baton.eventlog.replica.Replica;
import dev.baton.host.HostMonitor;
import dev.baton.operation.engine.PairAlarms;
import dev.baton.operation.engine.PairLeases;
import dev.baton.operation.engine.PairRepository;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.VerdictChanged;
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
 * Appends an event for each change of verdict and for split brains; what is seen in between is not
 * an event. Agents report a change within half a second, and the record has it within two.
 */
@ApplicationScoped
class VerdictRecorder {

  private static final Logger LOG = Logger.getLogger(VerdictRecorder.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** What several hosts tell of one fault is looked at once. */
  private static final Duration REST = Duration.ofMillis(50);

  /** The replication connections of the way back are tried that often. */
  private static final Duration REACH = Duration.ofSeconds(10);

  private final PairDirectory directory;
  private final PairRepository pairs;
  private final PairStatusService statusService;
  private final SplitBrainRecorder splitBrains;
  private final HostSignRecorder signs;
  private final PairLeases pairLeases;
  private final PairAlarms alarms;
  private final HostMonitor hostMonitor;
  private final String replica;
  private volatile boolean stopping;

  VerdictRecorder(
      PairDirectory directory,
      PairRepository pairs,
      PairStatusService statusService,
      SplitBrainRecorder splitBrains,
      HostSignRecorder signs,
      PairLeases pairLeases,
      PairAlarms alarms,
      HostMonitor hostMonitor,
      Replica replica) {
    this.directory = directory;
    this.pairs = pairs;
    this.statusService = statusService;
    this.splitBrains = splitBrains;
    this.signs = signs;
    this.pairLeases = pairLeases;
    this.alarms = alarms;
    this.hostMonitor = hostMonitor;
    this.replica = replica.id();
  }

  void start(@Observes StartupEvent event) {
    List.of(
        Thread.ofVirtual()
            .name("verdicts")
            .start(() -> repeat("watch it", this::look, this::awaitNews)),
        // On its own, because it may take seconds to find out that nobody answers.
        Thread.ofVirtual()
            .name("reach")
            .start(() -> repeat("try out its databases", this::tryOut, () -> Thread.sleep(REACH))));
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  private interface PairCheck {
    void on(PairState pair) throws DuplicateKeyException;
  }

  private interface Delay {
    void make() throws InterruptedException;
  }

  private void repeat(String what, PairCheck work, Delay pause) {
    try {
      while (!stopping) {
        round(what, work);
        pause.make();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(String what, PairCheck work) {
    try {
      alarms.each(what, directory.pairs(), pair -> work.on(pairs.find(pair).orElseThrow()));
    } catch (RuntimeException e) {
      LOG.debugf("verdicts cannot be recorded now: %s", e.getMessage());
    }
  }

  private void awaitNews() throws InterruptedException {
    Thread.sleep(REST);
    hostMonitor.awaitNews(LOOK);
  }

  private void tryOut(PairState state) {
    if (state.running().isEmpty()) {
      statusService.tryOut(state);
    }
  }

  private void look(PairState state) throws DuplicateKeyException {
    signs.look(state);
    splitBrains.look(state);
    var unused = statusService.service(state); // dated also while nobody asks
    Map<String, String> verdicts =
        new TreeMap<>(
            Drift.isExpected(state)
                ? Map.of(PairStatusService.BINDING, statusService.binding(state))
                : statusService.verdicts(state));
    if (!seen(state)) {
      // A silent host has not changed its mind.
      verdicts.remove(PairStatusService.BINDING);
    }
    keep(state, verdicts);
  }

  private boolean seen(PairState state) {
    return PairSnapshot.hosts(state).stream()
        .allMatch(host -> hostMonitor.health(host).now().isPresent());
  }

  private void keep(PairState state, Map<String, String> verdicts) throws DuplicateKeyException {
    if (!changes(state, verdicts).isEmpty()) {
      pairs.append(
          state.pair(),
          EventContext.ofEngine(replica, "verdicts"),
          newest -> changes(newest, verdicts));
    }
  }

  private List<PairEvent> changes(PairState newest, Map<String, String> verdicts) {
    List<PairEvent> changes = new ArrayList<>();
    // One replica writes them down; what the others see serves their own status.
    if (!pairLeases.drives(newest)) {
      return changes;
    }
    boolean moving = Drift.isExpected(newest);
    verdicts.forEach((item, verdict) -> {
      String before = newest.verdicts().getOrDefault(item, "");
      boolean explained = moving && !item.equals(PairStatusService.BINDING);
      if (!before.equals(verdict) && !explained) {
        changes.add(new VerdictChanged(item, before, verdict, ""));
      }
    });
    return changes;
  }
}
