package dev.baton.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The three statements that write the log. */
final class LogStatements {

  /** One snapshot of everything an append depends on; any change to it moves the head. */
  private static final String LOOK =
      """
      select clock_timestamp(), h.seq, encode(h.hash, 'hex'), h.recorded_at,
        coalesce((select max(version) from event where stream = ?), 0),
        (select epoch from pair_lease where pair = ?),
        (select seq from event where idempotency_key = ?)
      from log_head h
      """;

  private static final String INSERT_ONE = insert(1);

  private LogStatements() {}

  /** What an append is decided on. */
  record Looked(Instant now, Head head, StreamState stream) {}

  static Looked look(Connection connection, StreamId stream, Optional<String> key)
      throws SQLException {
    key.ifPresent(text -> EventRow.check(Column.IDEMPOTENCY_KEY, text));
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      statement.setString(1, stream.value());
      statement.setString(2, stream.pair().orElse(null));
      statement.setString(3, key.orElse(null));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new SQLException("log_head has lost its row");
        }
        return new Looked(
            instant(row, 1),
            new Head(row.getLong(2), row.getString(3), instant(row, 4)),
            new StreamState(row.getLong(5), number(row, 6), number(row, 7)));
      }
    }
  }

  /**
   * Adds the events after the head they were made for.
   *
   * @return false when the head is another one by now; nothing was written
   */
  static boolean insert(Connection connection, Head old, List<RecordedEvent> events)
      throws SQLException {
    String sql = events.size() == 1 ? INSERT_ONE : insert(events.size());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      EventRow last = EventRow.of(events.getLast());
      statement.setString(1, last.text(Column.SEQ));
      statement.setString(2, last.text(Column.HASH));
      statement.setString(3, last.text(Column.RECORDED_AT));
      statement.setString(4, Long.toString(old.seq()));
      statement.setString(5, old.hash());
      int parameter = 6;
      for (RecordedEvent event : events) {
        EventRow row = EventRow.of(event);
        for (Column column : Column.values()) {
          statement.setString(parameter++, row.texts().get(column));
        }
      }
      return statement.executeUpdate() == events.size();
    }
  }

  /**
   * Holds all other writers off until the transaction ends; the database ends it when its owner
   * falls asleep in the middle.
   */
  static void lockHead(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select set_config('idle_in_transaction_session_timeout', '2s', true)"
                + " from log_head for update")) {
      statement.execute();
    }
  }

  /** The head moves and the rows come in, or neither: a compare-and-swap. */
  private static String insert(int rows) {
    String values = String.join(", ", Collections.nCopies(rows, Column.placeholders()));
    return """
    with moved as (
      update log_head
      set seq = ?::bigint, hash = decode(?, 'hex'), recorded_at = ?::timestamptz
      where seq = ?::bigint and hash = decode(?, 'hex')
      returning 1)
    insert into event (%s)
    select v.* from (values %s) as v where exists (select from moved)
    """
        .formatted(Column.names(), values);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Optional<Long> number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
