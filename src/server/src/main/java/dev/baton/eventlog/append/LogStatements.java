package dev.baton.eventlog.append;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQL statements that write the log. */
public final class LogStatements {

  /** One snapshot of everything appends depend on; any change to it moves the head. */
  private static final String LOOK =
      """
      select clock_timestamp(), h.seq, encode(h.hash, 'hex'), h.recorded_at,
        coalesce((select max(version) from event where stream = a.stream), 0),
        (select epoch from pair_lease where pair = a.pair),
        (select seq from event where idempotency_key = a.key)
      from log_head h, unnest(?::text[], ?::text[], ?::text[]) with ordinality as a(stream, pair, key, i)
      order by a.i
      """;

  /** The head moves and the rows come in, or neither: a compare-and-swap. */
  private static final String INSERT =
      """
      with moved as (
        update log_head
        set seq = ?::bigint, hash = decode(?, 'hex'), recorded_at = ?::timestamptz
        where seq = ?::bigint and hash = decode(?, 'hex')
        returning 1)
      insert into event (%s) select %s from moved
      """;

  private static final String INSERT_ONE =
      INSERT.formatted(EventColumn.names(), EventColumn.placeholders());

  /** Inserts any number of rows by one statement that is planned once: an array a column. */
  private static final String INSERT_MANY =
      INSERT.formatted(EventColumn.names(), EventColumn.fields())
          + ", unnest(%s) as r(%s)".formatted(arrays(), EventColumn.names());

  private LogStatements() {}

  /** What an append is decided on. */
  public record Looked(Instant now, LogHead head, StreamState stream) {}

  public static Looked look(Connection connection, StreamId stream, Optional<String> key)
      throws SQLException {
    return look(connection, List.of(stream), List.of(key)).getFirst();
  }

  /** Reads head and streams for several appends at once, in their order; at least one. */
  static List<Looked> look(
      Connection connection, List<StreamId> streams, List<Optional<String>> keys)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOOK)) {
      setTexts(statement, 1, streams.stream().map(StreamId::value).toArray(String[]::new));
      setTexts(
          statement, 2, streams.stream().map(s -> s.pair().orElse(null)).toArray(String[]::new));
      setTexts(statement, 3, keys.stream().map(key -> key.orElse(null)).toArray(String[]::new));
      var looked = new ArrayList<Looked>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          looked.add(
              new Looked(
                  instant(row, 1),
                  new LogHead(row.getLong(2), row.getString(3), instant(row, 4)),
                  new StreamState(row.getLong(5), number(row, 6), number(row, 7))));
        }
      }
      if (looked.isEmpty()) {
        throw new SQLException("log_head has lost its row");
      }
      return looked;
    }
  }

  /**
   * Adds the events after the head they were made for.
   *
   * @return false when the head is another one by now; nothing was written
   */
  static boolean insert(Connection connection, LogHead old, List<PlacedEvent> events)
      throws SQLException {
    boolean one = events.size() == 1;
    try (PreparedStatement statement =
        connection.prepareStatement(one ? INSERT_ONE : INSERT_MANY)) {
      List<EventRow> rows = events.stream().map(PlacedEvent::row).toList();
      EventRow last = rows.getLast();
      statement.setString(1, last.text(EventColumn.SEQ));
      statement.setString(2, last.text(EventColumn.HASH));
      statement.setString(3, last.text(EventColumn.RECORDED_AT));
      statement.setString(4, Long.toString(old.seq()));
      statement.setString(5, old.hash());
      int parameter = 6;
      for (EventColumn column : EventColumn.values()) {
        if (one) {
          statement.setString(parameter++, last.texts().get(column));
        } else {
          setTexts(
              statement,
              parameter++,
              rows.stream().map(row -> row.texts().get(column)).toArray(String[]::new));
        }
      }
      return statement.executeUpdate() == events.size();
    }
  }

  /**
   * Holds all other writers off until the transaction ends; the database ends it when its owner
   * falls asleep in the middle.
   */
  public static void lockHead(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select set_config('idle_in_transaction_session_timeout', '2s', true)"
                + " from log_head for update")) {
      statement.execute();
    }
  }

  /** Whether that very event is in the log. */
  static boolean holds(Connection connection, RecordedEvent event) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select 1 from event where seq = ? and hash = decode(?, 'hex')")) {
      statement.setLong(1, event.seq());
      statement.setString(2, event.hash());
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private static String arrays() {
    return String.join(", ", Collections.nCopies(EventColumn.values().length, "?::text[]"));
  }

  private static void setTexts(PreparedStatement statement, int parameter, @Nullable String[] texts)
      throws SQLException {
    statement.setArray(parameter, statement.getConnection().createArrayOf("text", texts));
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Optional<Long> number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(value);
  }
}
