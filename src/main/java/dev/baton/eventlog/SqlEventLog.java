package dev.baton.eventlog;

import dev.baton.eventlog.LogStatements.Looked;
import dev.baton.pair.Fact;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The event log in PostgreSQL. An append is two statements: one looks, one writes if the head has
 * not moved since; whatever an append was checked against cannot change without moving the head.
 */
@ApplicationScoped
public class SqlEventLog implements EventLog {

  private final AgroalDataSource dataSource;
  private final LogReader reader;
  private final HeadSignal signal;

  /** Callers of this process take turns, so that only another replica can move the head. */
  private final ReentrantLock turn = new ReentrantLock();

  SqlEventLog(@DataSource("log") AgroalDataSource dataSource, HeadSignal signal) {
    this.dataSource = dataSource;
    this.reader = new LogReader(dataSource);
    this.signal = signal;
  }

  @CanIgnoreReturnValue
  @Override
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Fact> facts, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    if (facts.isEmpty()) {
      throw new IllegalArgumentException("an append needs at least one fact");
    }
    turn.lock();
    try (Connection connection = dataSource.getConnection()) {
      Looked looked = LogStatements.look(connection, stream, context.idempotencyKey());
      List<RecordedEvent> events = decide(looked, stream, expectedVersion, facts, context);
      if (written(connection, looked.head(), events)) {
        signal.raise(events.getLast().seq());
        return events;
      }
    } catch (SQLException e) {
      throw unavailable("append to " + stream, e);
    } finally {
      turn.unlock();
    }
    return exclusively(
        "append to " + stream,
        connection -> {
          Looked looked = LogStatements.look(connection, stream, context.idempotencyKey());
          return decide(looked, stream, expectedVersion, facts, context);
        });
  }

  private static List<RecordedEvent> decide(
      Looked looked,
      StreamId stream,
      long expectedVersion,
      List<? extends Fact> facts,
      EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    looked.stream().check(stream, expectedVersion, context);
    return looked.head().next(stream, expectedVersion, facts, context, looked.now());
  }

  /** A connection lost in mid-commit leaves it open; the chain tells. */
  private boolean written(Connection connection, Head head, List<RecordedEvent> events)
      throws SQLException {
    try {
      return LogStatements.insert(connection, head, events);
    } catch (SQLException e) {
      if (isRecorded(events.getLast())) {
        return true;
      }
      throw e;
    }
  }

  private boolean isRecorded(RecordedEvent event) throws SQLException {
    return reader.after(event.seq() - 1, 1).stream()
        .anyMatch(row -> row.text(Column.HASH).equals(event.hash()));
  }

  /** What is to be written once no other writer can come in between. */
  @FunctionalInterface
  interface Decision {

    /** The events to append after the head, none for nothing; other rows may change beside them. */
    List<RecordedEvent> decide(Connection connection)
        throws SQLException, StaleVersionException, DuplicateKeyException;
  }

  /** Decides and appends in one transaction with all other writers, of any replica, held off. */
  @CanIgnoreReturnValue
  List<RecordedEvent> exclusively(String what, Decision decision)
      throws StaleVersionException, DuplicateKeyException {
    turn.lock();
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        LogStatements.lockHead(connection);
        List<RecordedEvent> events = decision.decide(connection);
        if (!events.isEmpty() && !LogStatements.insert(connection, before(events), events)) {
          throw new SQLException("the head of the log moved while it was locked");
        }
        connection.commit();
        events.stream().reduce((a, b) -> b).ifPresent(last -> signal.raise(last.seq()));
        return events;
      } finally {
        // After a commit this undoes nothing.
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw unavailable(what, e);
    } finally {
      turn.unlock();
    }
  }

  private static Head before(List<RecordedEvent> events) {
    RecordedEvent first = events.getFirst();
    return new Head(first.seq() - 1, first.prevHash(), first.recordedAt());
  }

  @Override
  public List<RecordedEvent> read(StreamId stream, long afterVersion) {
    return from(
        () -> reader.ofStream(stream, afterVersion).stream().map(EventRow::recorded).toList());
  }

  @Override
  public List<RecordedEvent> readAll(long after, int limit) {
    return from(() -> reader.after(after, limit).stream().map(EventRow::recorded).toList());
  }

  @Override
  public Optional<RecordedEvent> withKey(String idempotencyKey) {
    return from(() -> reader.withKey(idempotencyKey).map(EventRow::recorded));
  }

  @Override
  public long head() {
    return from(() -> reader.head().seq());
  }

  /** Walks the whole chain; takes a few seconds per million events. */
  public Verification verify() {
    return from(() -> Verification.of(reader));
  }

  /** Something asked of the database on a connection of its own. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  private interface Reading<T> {
    T read() throws SQLException;
  }

  <T> T ask(Question<T> question) {
    return from(() -> {
      try (Connection connection = dataSource.getConnection()) {
        return question.ask(connection);
      }
    });
  }

  private static <T> T from(Reading<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw unavailable("read it", e);
    }
  }

  private static RecordUnavailableException unavailable(String what, SQLException cause) {
    return new RecordUnavailableException(
        "the record could not be reached to %s".formatted(what), cause);
  }
}
