package dev.baton.bench.log;

import dev.baton.bench.measure.Goal;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Report;
import dev.baton.embedded.DatabaseAccess;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Runs the measures that are asked for, on logs that are made when the first one needs them. */
final class LogMeasures implements AutoCloseable {

  private static final long SMALL = 10_000;
  private static final long MIDDLE = 1_000_000;
  private static final long LONG = 400_000;

  private static final int ONE = 300;
  private static final int EACH_OF_MANY = 100;

  private final DatabaseAccess access;
  private final long events;
  private final int rounds;
  private final ProgressLog progress;
  private final Map<Long, BenchLog> logs = new HashMap<>();
  private final List<Named> all;

  private record Named(Goal goal, Callable<Measure> measure) {}

  /**
   * On a database that is empty.
   *
   * @param folder for what is made beside it
   * @param events in the large log
   */
  LogMeasures(DatabaseAccess access, Path folder, long events, int rounds, ProgressLog progress) {
    this.access = access;
    this.events = events;
    this.rounds = rounds;
    this.progress = progress;
    this.all =
        List.of(
            new Named(Goals.APPEND_P50, () -> appends(ONE).oneCaller()),
            new Named(Goals.APPEND_64, () -> appends(EACH_OF_MANY).manyCallers()),
            new Named(Goals.APPEND_GROWTH, () -> appends(ONE).growth(log(events))),
            new Named(
                Goals.QUERY_P99, () -> new QueryBench(log(events), rounds, progress).measure()),
            new Named(
                Goals.EXPORT, () -> new FullScanBench(log(MIDDLE), rounds, progress).export()),
            new Named(
                Goals.VERIFY, () -> new FullScanBench(log(MIDDLE), rounds, progress).verify()),
            new Named(
                Goals.RESUME, () -> new ResumeBench(access, folder, rounds, progress).measure()),
            new Named(
                Goals.START,
                () ->
                    new StartBench(access, folder, Math.min(LONG, events), rounds, progress)
                        .measure()),
            new Named(
                Goals.REBUILD,
                () -> new RebuildBench(access, log(LONG), folder, progress).measure()));
  }

  /** By name, in their own order. */
  Report run(Collection<String> wanted) throws Exception {
    var measures = new ArrayList<Measure>();
    for (Named named : all) {
      if (wanted.contains(named.goal().name())) {
        measures.add(named.measure().call());
      }
    }
    return new Report(List.copyOf(measures));
  }

  private AppendBench appends(int each) throws SQLException {
    return new AppendBench(log(SMALL), rounds, each, progress);
  }

  /** No larger than the large one, so that all can be tried quickly. */
  private BenchLog log(long size) throws SQLException {
    long most = Math.min(size, events);
    BenchLog log = logs.get(most);
    if (log == null) {
      log = BenchLog.filled(access, "events_" + most, most, progress);
      logs.put(most, log);
    }
    return log;
  }

  @Override
  public void close() {
    logs.values().forEach(BenchLog::close);
  }
}
