package dev.baton.eventlog.append;

import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.append.AppendOutcome.RolledBack;
import dev.baton.eventlog.append.AppendOutcome.Unavailable;
import dev.baton.eventlog.append.AppendOutcome.Unkeepable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Writes a batch of appends and settles each by itself. In quiet times one statement does it, on
 * what is remembered; when another replica was faster, or anything is in doubt, the head is locked
 * and everything read anew. Used by one thread at a time.
 */
final class LogWriter {

  /** How long the head is locked after another replica moved it: two that only try starve. */
  private static final Duration CROWDED = Duration.ofSeconds(1);

  /** How long to try to find out what became of a statement whose answer was lost. */
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final WriterConnection connection;
  private final NewEventSignal signal;
  private final AcknowledgedHead acknowledged;
  private final HeadCache headCache = new HeadCache();
  private long crowdedSince = System.nanoTime() - CROWDED.toNanos();

  LogWriter(DataSource dataSource, NewEventSignal signal, AcknowledgedHead acknowledged) {
    this.connection = new WriterConnection(dataSource);
    this.signal = signal;
    this.acknowledged = acknowledged;
  }

  /** Settles every one of them. */
  void write(List<PendingAppend> appends) {
    try {
      writeOrFail(appends);
    } catch (SQLException e) {
      failed(e, appends);
    } catch (RuntimeException | Error e) {
      failed(new SQLException("the writer of the log failed", e), appends);
      throw e;
    }
  }

  private void failed(SQLException e, List<PendingAppend> appends) {
    headCache.forget();
    connection.drop();
    appends.forEach(append -> append.settle(new Unavailable(e)));
  }

  private void writeOrFail(List<PendingAppend> appends) throws SQLException {
    List<AppendBatch> doubtful = new ArrayList<>();
    long began = System.nanoTime();
    boolean locking = !passed(CROWDED, crowdedSince);
    for (int tried = 0; ; tried++) {
      try {
        if (locking) {
          locked(appends, doubtful);
          return;
        }
        if (atOnce(appends, doubtful)) {
          return;
        }
        crowdedSince = System.nanoTime();
      } catch (SQLException e) {
        headCache.forget();
        switch (SqlFailure.of(e)) {
          case LOST -> {
            boolean away = !connection.there() && doubtful.isEmpty();
            connection.drop();
            if (away || passed(DOUBT, began)) {
              throw e;
            }
            rest(tried);
          }
          case TAKEN, UNKEEPABLE -> {
            connection.reset();
            doubtful.clear();
            // A key that was taken is found when looked for; otherwise one of them is bad.
            if (locking || SqlFailure.of(e) == SqlFailure.UNKEEPABLE) {
              apart(appends, e);
              return;
            }
          }
          case REFUSED -> throw e;
        }
      }
      locking = true;
    }
  }

  /** In halves, until the bad one is alone. */
  private void apart(List<PendingAppend> appends, SQLException e) throws SQLException {
    if (appends.size() == 1) {
      appends.getFirst().settle(new Unkeepable(e));
      return;
    }
    int half = appends.size() / 2;
    writeOrFail(appends.subList(0, half));
    writeOrFail(appends.subList(half, appends.size()));
  }

  /** False when another replica moved the head; nothing was written then. */
  private boolean atOnce(List<PendingAppend> appends, List<AppendBatch> doubtful)
      throws SQLException {
    Connection writer = connection.get();
    Optional<AppendBatch> remembered =
        Optional.of(appends)
            .filter(any -> acknowledged.rollback().isEmpty())
            .flatMap(headCache::snapshot)
            .map(logSnapshot -> AppendBatch.of(logSnapshot, appends))
            .filter(AppendBatch::certain);
    AppendBatch batch = remembered.isPresent() ? remembered.get() : looked(writer, appends);
    if (!batch.events().isEmpty()) {
      doubtful.add(batch);
      if (!LogStatements.insert(writer, batch.before(), batch.events())) {
        doubtful.clear();
        headCache.forget();
        return false;
      }
    }
    written(batch);
    return true;
  }

  /** Nobody else moves the head meanwhile, and whoever was about to has done it. */
  private void locked(List<PendingAppend> appends, List<AppendBatch> doubtful) throws SQLException {
    Connection writer = connection.get();
    writer.setAutoCommit(false);
    LogStatements.lockHead(writer);
    for (AppendBatch earlier : doubtful) {
      if (LogStatements.holds(writer, earlier.newest())) {
        connection.reset();
        written(earlier);
        headCache.forget();
        return;
      }
    }
    AppendBatch batch = looked(writer, appends);
    if (!batch.events().isEmpty()) {
      if (!LogStatements.insert(writer, batch.before(), batch.events())) {
        throw new SQLException("the head of the log moved while it was locked", "55000");
      }
      doubtful.add(batch);
      writer.commit();
    }
    connection.reset();
    written(batch);
  }

  private AppendBatch looked(Connection writer, List<PendingAppend> appends) throws SQLException {
    LogSnapshot logSnapshot = LogSnapshot.look(writer, appends);
    boolean known = logSnapshot.head().hash().equals(acknowledged.highest().hash());
    Optional<LogRollback> rollback = known ? Optional.empty() : acknowledged.check(writer);
    if (rollback.isEmpty()) {
      headCache.learn(logSnapshot);
      return AppendBatch.of(logSnapshot, appends);
    }
    headCache.forget();
    appends.stream()
        .filter(append -> !append.stops())
        .forEach(append -> append.settle(new RolledBack(rollback.get())));
    return AppendBatch.of(logSnapshot, appends.stream().filter(PendingAppend::stops).toList());
  }

  private void written(AppendBatch batch) {
    if (!batch.events().isEmpty()) {
      headCache.advance(batch);
      acknowledged.acknowledge(LogHead.of(batch.newest()));
      signal.raise(batch.newest().seq());
    }
    batch.settle();
  }

  /** Somebody else of this process moved the head, or may have. */
  void forget() {
    headCache.forget();
  }

  void close() {
    connection.drop();
  }

  private static boolean passed(Duration limit, long since) {
    return System.nanoTime() - since > limit.toNanos();
  }

  private static void rest(int tried) {
    if (tried > 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
