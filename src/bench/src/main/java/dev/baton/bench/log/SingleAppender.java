package dev.baton.bench.log;

import dev.baton.bench.measure.Stats;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Appends what the engine appends most often, one by one, to a stream of its own. */
final class SingleAppender {

  private final EventLog log;
  private final StreamId stream;
  private final EventContext context;
  private final OperationId operation;
  private long version;

  SingleAppender(EventLog log, String name) {
    this.log = log;
    this.stream = StreamId.of(new PairId(name));
    this.operation = new OperationId("op-" + name);
    this.context = EventContext.ofEngine("replica-1", operation.value());
  }

  void append() {
    var done =
        new StepDone(
            operation,
            "stop-database@east-db",
            false,
            Map.of("checkpointLsn", "0/" + Long.toHexString(version), "clusterState", "shut down"),
            Duration.ofMillis(1_500));
    try {
      log.append(stream, version, List.of(done), context);
      version++;
    } catch (StaleVersionException | DuplicateKeyException e) {
      throw new IllegalStateException("nobody else writes to this stream", e);
    }
  }

  /** How long each of that many appends took, in milliseconds. */
  double[] timed(int appends) {
    var took = new double[appends];
    for (int i = 0; i < appends; i++) {
      long began = System.nanoTime();
      append();
      took[i] = Stats.millis(System.nanoTime() - began);
    }
    return took;
  }
}
