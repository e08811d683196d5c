package dev.baton.eventlog;

import dev.baton.eventlog.Outcome.Unavailable;
import dev.baton.eventlog.Outcome.Unkeepable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Writes appends together and settles each by itself. In quiet times one statement does it, on what
 * is remembered; when another replica was faster, or anything is in doubt, the head is locked and
 * everything read anew. Used by one thread at a time.
 */
final class LogWriter {

  /** How long the head is locked after another replica moved it: two that only try starve. */
  private static final Duration CROWDED = Duration.ofSeconds(1);

  /** How long to try to find out what became of a statement whose answer was lost. */
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final WriterConnection connection;
  private final HeadSignal signal;
  private final Memory memory = new Memory();
  private long crowdedSince = System.nanoTime() - CROWDED.toNanos();

  LogWriter(DataSource dataSource, HeadSignal signal) {
    this.connection = new WriterConnection(dataSource);
    this.signal = signal;
  }

  /** Settles every one of them. */
  void write(List<Append> appends) {
    try {
      writeOrFail(appends);
    } catch (SQLException e) {
      failed(e, appends);
    } catch (RuntimeException | Error e) {
      failed(new SQLException("the writer of the log failed", e), appends);
      throw e;
    }
  }

  private void failed(SQLException e, List<Append> appends) {
    memory.forget();
    connection.drop();
    appends.forEach(append -> append.settle(new Unavailable(e)));
  }

  private void writeOrFail(List<Append> appends) throws SQLException {
    List<Batch> doubtful = new ArrayList<>();
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
        memory.forget();
        switch (Trouble.of(e)) {
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
            if (locking || Trouble.of(e) == Trouble.UNKEEPABLE) {
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
  private void apart(List<Append> appends, SQLException e) throws SQLException {
    if (appends.size() == 1) {
      appends.getFirst().settle(new Unkeepable(e));
      return;
    }
    int half = appends.size() / 2;
    writeOrFail(appends.subList(0, half));
    writeOrFail(appends.subList(half, appends.size()));
  }

  /** False when another replica moved the head; nothing was written then. */
  private boolean atOnce(List<Append> appends, List<Batch> doubtful) throws SQLException {
    Connection writer = connection.get();
    Optional<Batch> remembered =
        memory.view(appends).map(view -> Batch.of(view, appends)).filter(Batch::certain);
    Batch batch = remembered.isPresent() ? remembered.get() : looked(writer, appends);
    if (!batch.events().isEmpty()) {
      doubtful.add(batch);
      if (!LogStatements.insert(writer, batch.before(), batch.events())) {
        doubtful.clear();
        memory.forget();
        return false;
      }
    }
    written(batch);
    return true;
  }

  /** Nobody else moves the head meanwhile, and whoever was about to has done it. */
  private void locked(List<Append> appends, List<Batch> doubtful) throws SQLException {
    Connection writer = connection.get();
    writer.setAutoCommit(false);
    LogStatements.lockHead(writer);
    for (Batch earlier : doubtful) {
      if (LogStatements.holds(writer, earlier.events().getLast())) {
        connection.reset();
        written(earlier);
        memory.forget();
        return;
      }
    }
    Batch batch = looked(writer, appends);
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

  private Batch looked(Connection writer, List<Append> appends) throws SQLException {
    View view = View.look(writer, appends);
    memory.learn(view);
    return Batch.of(view, appends);
  }

  private void written(Batch batch) {
    if (!batch.events().isEmpty()) {
      memory.advance(batch);
      signal.raise(batch.events().getLast().seq());
    }
    batch.settle();
  }

  /** Somebody else of this process moved the head, or may have. */
  void forget() {
    memory.forget();
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
