package dev.baton.bench.log;

import dev.baton.bench.measure.Goal;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.eventlog.export.EventExport;
import dev.baton.eventlog.export.ExportScope;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.postgresql.PGConnection;

/**
 * Benchmark of export and verification of the whole log, against a COPY of the same rows as CSV.
 */
final class FullScanBench {

  private static final int ENOUGH = 5;

  private final BenchLog log;
  private final int rounds;
  private final ProgressLog progress;

  /** Each round takes seconds a million events, so that a few must do. */
  FullScanBench(BenchLog log, int rounds, ProgressLog progress) {
    this.log = log;
    this.rounds = Math.min(rounds, ENOUGH);
    this.progress = progress;
  }

  private interface FullScan {
    void scan() throws SQLException, IOException;
  }

  Measure verify() throws SQLException, IOException {
    progress.say("verifying");
    return compared(
        Goals.VERIFY,
        () -> {
          if (!log.log().verify().verified()) {
            throw new IllegalStateException("the log that was filled does not verify");
          }
        });
  }

  Measure export() throws SQLException, IOException {
    progress.say("exporting");
    var export = new EventExport(log.dataSource());
    return compared(
        Goals.EXPORT,
        () -> export.write(ExportScope.everything("none"), OutputStream.nullOutputStream()));
  }

  private Measure compared(Goal goal, FullScan ours) throws SQLException, IOException {
    var measured = new ArrayList<Round>();
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 0;
      double before = first ? perSecond(ours) : 0;
      double copied = perSecond(this::copy);
      measured.add(new Round(first ? before : perSecond(ours), copied));
    }
    return Measure.compared(goal, measured);
  }

  private double perSecond(FullScan scan) throws SQLException, IOException {
    long events = log.log().head();
    long began = System.nanoTime();
    scan.scan();
    return events / ((System.nanoTime() - began) / 1e9);
  }

  private void copy() throws SQLException, IOException {
    try (Connection connection = log.connection()) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select * from event order by seq) to stdout (format csv)",
              OutputStream.nullOutputStream());
    }
  }
}
