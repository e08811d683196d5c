package dev.baton.bench.log;

import dev.baton.bench.log.PlainTable.Row;
import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.Measure.Round;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.bench.measure.Stats;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Benchmark of appends against plain inserts of the very rows that were appended a round before.
 * Which of the two goes first alternates.
 */
final class AppendBench {

  private static final int MANY = 64;

  private final BenchLog small;
  private final int rounds;
  private final int each;
  private final ProgressLog progress;

  /**
   * On that log, which gets a plain table beside it.
   *
   * @param each appends of a caller in a round
   */
  AppendBench(BenchLog small, int rounds, int each, ProgressLog progress) {
    this.small = small;
    this.rounds = rounds;
    this.each = each;
    this.progress = progress;
  }

  private interface Side {
    double run() throws SQLException, InterruptedException, ExecutionException;
  }

  Measure oneCaller() throws SQLException, InterruptedException, ExecutionException {
    PlainTable.create(small);
    progress.say("one caller");
    var singleAppender = new SingleAppender(small.log(), "one");
    try (Connection plain = small.connection()) {
      return Measure.compared(
          Goals.APPEND_P50,
          compare(
              () -> p50(singleAppender.timed(each)),
              rows -> () -> p50(PlainTable.insert(plain, rows))));
    }
  }

  Measure manyCallers() throws SQLException, InterruptedException, ExecutionException {
    PlainTable.create(small);
    progress.say("%d callers".formatted(MANY));
    List<SingleAppender> callers =
        IntStream.range(0, MANY)
            .mapToObj(i -> new SingleAppender(small.log(), "many-" + i))
            .toList();
    var connections = new ArrayList<Connection>();
    try (ExecutorService threads = Executors.newFixedThreadPool(MANY)) {
      for (int i = 0; i < MANY; i++) {
        connections.add(small.connection());
      }
      return Measure.compared(
          Goals.APPEND_64,
          compare(
              () -> perSecond(threads, i -> callers.get(i).timed(each)),
              rows ->
                  () ->
                      perSecond(
                          threads, i -> PlainTable.insert(connections.get(i), share(rows, i)))));
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  Measure growth(BenchLog large) throws SQLException, InterruptedException, ExecutionException {
    progress.say("one caller on the large log");
    var onLarge = new SingleAppender(large.log(), "growth-large");
    var onSmall = new SingleAppender(small.log(), "growth-small");
    Side ours = () -> p50(onLarge.timed(each));
    Side theirs = () -> p50(onSmall.timed(each));
    var measured = new ArrayList<Round>();
    for (int round = -1; round < rounds; round++) {
      Round figure = round(round, ours, theirs);
      if (round >= 0) {
        measured.add(figure);
      }
    }
    return Measure.compared(Goals.APPEND_GROWTH, measured);
  }

  private interface Plain {
    Side inserting(List<Row> rows);
  }

  /** Two rounds to warm up, which also make the first rows to insert. */
  private List<Round> compare(Side ours, Plain plain)
      throws SQLException, InterruptedException, ExecutionException {
    var measured = new ArrayList<Round>();
    long seen = small.log().head();
    ours.run();
    for (int round = -1; round < rounds; round++) {
      List<Row> rows = rowsAfter(seen);
      seen += rows.size();
      Round figure = round(round, ours, plain.inserting(rows));
      if (round >= 0) {
        measured.add(figure);
      }
    }
    return measured;
  }

  private List<Row> rowsAfter(long seq) throws SQLException {
    try (Connection connection = small.connection()) {
      return PlainTable.rows(connection, seq);
    }
  }

  private static Round round(int round, Side ours, Side theirs)
      throws SQLException, InterruptedException, ExecutionException {
    if (round % 2 == 0) {
      double first = ours.run();
      return new Round(first, theirs.run());
    }
    double first = theirs.run();
    return new Round(ours.run(), first);
  }

  private static double p50(double[] took) {
    return Stats.quantile(took, 0.5);
  }

  private interface ThreadWork {
    double[] of(int thread) throws SQLException;
  }

  /** All threads at once; how many appends or inserts a second they get done together. */
  private static double perSecond(ExecutorService threads, ThreadWork work)
      throws InterruptedException, ExecutionException {
    List<Callable<Integer>> tasks =
        IntStream.range(0, MANY)
            .mapToObj(i -> (Callable<Integer>) () -> work.of(i).length)
            .toList();
    long began = System.nanoTime();
    int done = 0;
    for (Future<Integer> task : threads.invokeAll(tasks)) {
      done += task.get();
    }
    return done / ((System.nanoTime() - began) / 1e9);
  }

  private static List<Row> share(List<Row> rows, int thread) {
    int size = rows.size() / MANY;
    return rows.subList(thread * size, (thread + 1) * size);
  }
}
