package dev.baton.bench.log;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.embedded.DatabaseAccess;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.pair.PairEvent.StepStarted;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Benchmark of the time a control plane needs, from the start of its process, to begin the next
 * step of an operation that its predecessor left in the middle. The hosts do not answer; the step
 * is on record before they are asked.
 */
final class ResumeBench {

  private static final int ENOUGH = 5;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final DatabaseAccess access;
  private final Path folder;
  private final int rounds;
  private final ProgressLog progress;

  /**
   * With the program built in the project's folder.
   *
   * @param folder for what the control plane keeps beside its database
   */
  ResumeBench(DatabaseAccess access, Path folder, int rounds, ProgressLog progress) {
    this.access = access;
    this.folder = folder;
    this.rounds = Math.min(rounds, ENOUGH);
    this.progress = progress;
  }

  Measure measure() throws SQLException, IOException, InterruptedException {
    progress.say("control planes that find an operation interrupted");
    var seconds = new ArrayList<Double>();
    // The first start reads the program from the disk.
    for (int round = -1; round < rounds; round++) {
      try (BenchLog log = BenchLog.filled(access, "resume_" + (round + 1), 0, progress)) {
        double took = resumed(log, folder.resolve("control-" + (round + 1)));
        if (round >= 0) {
          seconds.add(took);
        }
      }
    }
    return Measure.absolute(Goals.RESUME, seconds, true);
  }

  private double resumed(BenchLog log, Path data) throws IOException, InterruptedException {
    interrupt(log.log());
    long known = log.log().head();
    Instant began = Instant.now();
    try (var control = new ControlPlaneProcess(access, log, data)) {
      while (true) {
        Optional<RecordedEvent> next = nextStep(log.log(), known);
        if (next.isPresent()) {
          return Duration.between(began, next.get().recordedAt()).toNanos() / 1e9;
        }
        if (control.endsWithin(LOOK) || began.plus(LIMIT).isBefore(Instant.now())) {
          throw new IllegalStateException(
              "no step was begun; the control plane said: " + control.said());
        }
      }
    }
  }

  private static Optional<RecordedEvent> nextStep(EventLog log, long after) {
    return log.readAll(after, 100).stream()
        .filter(event -> event.event() instanceof StepStarted)
        .findFirst();
  }

  /** As a control plane that was killed after the first step leaves it. */
  private static void interrupt(EventLog log) {
    var pair = new SyntheticPair(0, new SplittableRandom(1));
    SyntheticPair.Pen pen =
        (stream, context, events) -> {
          try {
            log.append(stream, log.read(stream, 0).size(), events, context);
          } catch (StaleVersionException | DuplicateKeyException e) {
            throw new IllegalStateException("nobody else writes here yet", e);
          }
        };
    // No agent listens there, which is known at once.
    pair.register(pen, "127.0.0");
    pair.getInterrupted(pen);
  }
}
