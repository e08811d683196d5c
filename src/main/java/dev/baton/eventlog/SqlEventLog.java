package dev.baton.eventlog;

import dev.baton.pair.Fact;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The event log in PostgreSQL. Appends that wait for each other are written in one statement, which
 * takes effect only if the head of the log has not moved; whatever an append is checked against
 * cannot change without moving the head.
 */
@ApplicationScoped
public class SqlEventLog implements EventLog {

  private final DataSource dataSource;
  private final LogReader reader;
  private final HeadSignal signal;
  private final LogWriter writer;
  private final Turns turns;

  SqlEventLog(@io.quarkus.agroal.DataSource("log") AgroalDataSource dataSource, HeadSignal signal) {
    this.dataSource = dataSource;
    this.reader = new LogReader(dataSource);
    this.signal = signal;
    this.writer = new LogWriter(dataSource, signal);
    this.turns = new Turns(writer::write);
  }

  /** A log outside of the application, for tools. */
  public static SqlEventLog over(AgroalDataSource dataSource) {
    return new SqlEventLog(dataSource, new HeadSignal());
  }

  @CanIgnoreReturnValue
  @Override
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Fact> facts, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    if (facts.isEmpty()) {
      throw new IllegalArgumentException("an append needs at least one fact");
    }
    Append append = new Append(stream, expectedVersion, facts, context);
    turns.settle(append);
    return append.events();
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
    turns.begin();
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
      throw RecordUnavailableException.of(what, e);
    } finally {
      writer.forget();
      turns.end();
    }
  }

  private static Head before(List<RecordedEvent> events) {
    RecordedEvent first = events.getFirst();
    return new Head(first.seq() - 1, first.prevHash(), first.recordedAt());
  }

  @PreDestroy
  void close() {
    turns.begin();
    try {
      writer.close();
    } finally {
      turns.end();
    }
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
      throw RecordUnavailableException.of("read it", e);
    }
  }
}
