package dev.baton.eventlog.append;

import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.LogRollback;
import dev.baton.eventlog.LogRolledBackException;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import dev.baton.pair.LogEvent.LogAdopted;
import io.agroal.api.AgroalDataSource;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final NewEventSignal signal;
  private final AcknowledgedHead acknowledged;
  private final LogWriter writer;
  private final GroupCommitQueue groupCommitQueue;

  @Inject
  public SqlEventLog(
      @io.quarkus.agroal.DataSource("log") AgroalDataSource dataSource,
      NewEventSignal signal,
      AcknowledgedHead acknowledged) {
    this.dataSource = dataSource;
    this.reader = new LogReader(dataSource);
    this.signal = signal;
    this.acknowledged = acknowledged;
    this.writer = new LogWriter(dataSource, signal, acknowledged);
    this.groupCommitQueue = new GroupCommitQueue(writer::write);
  }

  /** A log outside of the application, for tools. */
  public static SqlEventLog over(AgroalDataSource dataSource) {
    return new SqlEventLog(dataSource, new NewEventSignal(), new AcknowledgedHead());
  }

  @CanIgnoreReturnValue
  @Override
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Event> events, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    if (events.isEmpty()) {
      throw new IllegalArgumentException("an append needs at least one event");
    }
    PendingAppend append = new PendingAppend(stream, expectedVersion, events, context);
    groupCommitQueue.settle(append);
    return append.events();
  }

  /** What is to be written once no other writer can come in between. */
  @FunctionalInterface
  public interface AppendDecision {

    /** The events to append after the head, none for nothing; other rows may change beside them. */
    List<PlacedEvent> decide(Connection connection)
        throws SQLException, StaleVersionException, DuplicateKeyException;
  }

  /** Decides and appends in one transaction with all other writers, of any replica, held off. */
  public void exclusively(String what, AppendDecision decision)
      throws StaleVersionException, DuplicateKeyException {
    groupCommitQueue.begin();
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        LogStatements.lockHead(connection);
        requireWhole(acknowledged.check(connection));
        List<PlacedEvent> events = decision.decide(connection);
        if (!events.isEmpty() && !LogStatements.insert(connection, before(events), events)) {
          throw new SQLException("the head of the log moved while it was locked");
        }
        connection.commit();
        if (!events.isEmpty()) {
          acknowledged.acknowledge(LogHead.of(events.getLast().event()));
          signal.raise(events.getLast().event().seq());
        }
      } finally {
        // After a commit this undoes nothing.
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw RecordUnavailableException.of(what, e);
    } finally {
      writer.forget();
      groupCommitQueue.end();
    }
  }

  private static void requireWhole(Optional<LogRollback> rollback) {
    if (rollback.isPresent()) {
      throw new LogRolledBackException(rollback.get());
    }
  }

  /** Holds the head of the log against what this replica acknowledged; what is missing. */
  public Optional<LogRollback> rollback() {
    return from(() -> {
      Optional<LogRollback> found;
      try (Connection connection = dataSource.getConnection()) {
        found = acknowledged.check(connection);
      }
      if (found.isPresent() && adoptedElsewhere()) {
        acknowledged.adopt(reader.head());
        return Optional.empty();
      }
      return found;
    });
  }

  private static LogHead before(List<PlacedEvent> events) {
    RecordedEvent first = events.getFirst().event();
    return new LogHead(first.seq() - 1, first.prevHash(), first.recordedAt());
  }

  @PreDestroy
  void close() {
    groupCommitQueue.begin();
    try {
      writer.close();
    } finally {
      groupCommitQueue.end();
    }
  }

  @Override
  public List<RecordedEvent> read(StreamId stream, long afterVersion) {
    return from(
        () -> reader.ofStream(stream, afterVersion).stream().map(EventRow::recorded).toList());
  }

  @Override
  public List<RecordedEvent> pick(StreamId stream, Set<Long> versions) {
    return from(() -> reader.ofStream(stream, versions).stream().map(EventRow::recorded).toList());
  }

  @Override
  public long version(StreamId stream) {
    return ask(connection -> LogStatements.look(connection, stream, Optional.empty())).stream()
        .version();
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

  @Override
  public long generation() {
    return acknowledged.generation();
  }

  /**
   * Goes on from the log as it is, without the events that are missing.
   *
   * @return the event that says so
   * @throws StaleVersionException when nothing is missing any more
   */
  @CanIgnoreReturnValue
  public RecordedEvent adopt(EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    LogRollback missing =
        rollback().orElseThrow(() -> new StaleVersionException("nothing is missing"));
    List<RecordedEvent> before = read(StreamId.LOG, 0);
    LogAdopted event =
        new LogAdopted(
            missing.head(),
            Math.min(missing.head() + 1, missing.acknowledged()),
            missing.acknowledged(),
            missing.hash());
    RecordedEvent adopted = append(StreamId.LOG, before.size(), List.of(event), context).getFirst();
    acknowledged.adopt(LogHead.of(adopted));
    return adopted;
  }

  /** Whether a person has adopted the log without what this replica misses, on another replica. */
  private boolean adoptedElsewhere() throws SQLException {
    LogHead missing = acknowledged.highest();
    for (EventRow row : reader.ofStream(StreamId.LOG, 0)) {
      RecordedEvent event = row.recorded();
      if (event.event() instanceof LogAdopted adopted
          && adopted.missingTo() >= missing.seq()
          && !event.recordedAt().isBefore(missing.recordedAt())) {
        return true;
      }
    }
    return false;
  }

  /** Walks the whole chain; takes a few seconds per million events. */
  public Verification verify() {
    return from(() -> Verification.of(reader));
  }

  /** Something asked of the database on a connection of its own. */
  @FunctionalInterface
  public interface ConnectionQuery<T> {
    T ask(Connection connection) throws SQLException;
  }

  private interface LogRead<T> {
    T read() throws SQLException;
  }

  public <T> T ask(ConnectionQuery<T> question) {
    return from(() -> {
      try (Connection connection = dataSource.getConnection()) {
        return question.ask(connection);
      }
    });
  }

  private static <T> T from(LogRead<T> reading) {
    try {
      return reading.read();
    } catch (SQLException e) {
      throw RecordUnavailableException.of("read it", e);
    }
  }
}
