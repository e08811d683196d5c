package dev.baton.bench.log;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.embedded.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;

/**
 * Benchmark of the processor time that a start takes, of the program and its database together: on
 * a log of many events, against one that has only registered the same pairs.
 */
final class StartBench {

  private static final int ENOUGH = 5;
  private static final int PAIRS = 4;

  /** A registration of four hosts and a pair, and its take-over; and a token before all. */
  private static final int BEGINNING = 1 + PAIRS * 6;

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final DatabaseAccess access;
  private final Path folder;
  private final long events;
  private final int rounds;
  private final ProgressLog progress;

  /**
   * With the program built in the project's folder.
   *
   * @param folder for what the control planes keep beside their databases
   * @param events in the long log
   */
  StartBench(DatabaseAccess access, Path folder, long events, int rounds, ProgressLog progress) {
    this.access = access;
    this.folder = folder;
    this.events = events;
    this.rounds = Math.min(rounds, ENOUGH);
    this.progress = progress;
  }

  Measure measure() throws SQLException, IOException, InterruptedException {
    progress.say("starts with %,d events and with none".formatted(events));
    var measured = new ArrayList<Round>();
    try (BenchLog full = log("start_full", events);
        BenchLog bare = log("start_bare", BEGINNING)) {
      // The first start brings the tables on and remembers the pairs.
      for (int round = -1; round < rounds; round++) {
        boolean first = round % 2 == 0;
        double before = first ? start(full, "full") : 0;
        double theirs = start(bare, "bare");
        double ours = first ? before : start(full, "full");
        if (round >= 0) {
          measured.add(new Round(ours, theirs));
          progress.say("%.2f s with events, %.2f s without".formatted(ours, theirs));
        }
      }
    }
    return Measure.compared(Goals.START, measured);
  }

  private BenchLog log(String schema, long size) throws SQLException {
    return BenchLog.filled(access, schema, size, new SyntheticHistory(size, PAIRS), progress);
  }

  /** Until every pair is driven again and the tables are as new as the log. */
  private double start(BenchLog log, String name) throws IOException, InterruptedException {
    long known = log.log().head();
    double before = ControlPlaneProcess.processorTimeOfServers();
    try (var control = new ControlPlaneProcess(access, log, folder.resolve("start-" + name))) {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (takenOver(log, known) < PAIRS || !control.said().contains("Listening on")) {
        if (control.endsWithin(Duration.ofMillis(50)) || System.nanoTime() > end) {
          throw new IllegalStateException("no start; the control plane said: " + control.said());
        }
      }
      double took = control.processorTime();
      double databases = ControlPlaneProcess.processorTimeOfServers() - before;
      control.stop();
      return took + databases;
    }
  }

  private static long takenOver(BenchLog log, long after) {
    return log.log().readAll(after, 200).stream()
        .filter(event -> event.type().equals("pair.taken-over"))
        .count();
  }
}
