package dev.baton.bench;

import dev.baton.bench.Measure.Round;
import dev.baton.eventlog.EventExport;
import dev.baton.eventlog.ExportScope;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import org.postgresql.PGConnection;

/** Going through the whole log, against PostgreSQL handing out the same rows as CSV. */
final class Walks {

  private static final int ENOUGH = 5;

  private final BenchLog log;
  private final int rounds;
  private final Progress progress;

  /** Each round takes seconds a million events, so that a few must do. */
  Walks(BenchLog log, int rounds, Progress progress) {
    this.log = log;
    this.rounds = Math.min(rounds, ENOUGH);
    this.progress = progress;
  }

  private interface Walk {
    void walk() throws SQLException, IOException;
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

  private Measure compared(Goal goal, Walk ours) throws SQLException, IOException {
    var figures = new ArrayList<Round>();
    for (int round = 0; round < rounds; round++) {
      boolean first = round % 2 == 0;
      double before = first ? perSecond(ours) : 0;
      double copied = perSecond(this::copy);
      figures.add(new Round(first ? before : perSecond(ours), copied));
    }
    return Measure.compared(goal, figures);
  }

  private double perSecond(Walk walk) throws SQLException, IOException {
    long events = log.log().head();
    long began = System.nanoTime();
    walk.walk();
    return events / ((System.nanoTime() - began) / 1e9);
  }

  private void copy() throws SQLException, IOException {
    try (Connection connection = log.connection()) {
      long unused =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  "copy (select * from event order by seq) to stdout (format csv)",
                  OutputStream.nullOutputStream());
    }
  }
}
