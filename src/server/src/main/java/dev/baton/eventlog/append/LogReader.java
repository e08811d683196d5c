package dev.baton.eventlog.append;

import dev.baton.eventlog.BinaryRow;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads rows of events in the order of the log. */
public final class LogReader {

  /** Order by the table's columns: the texts carry the same names and sort otherwise. */
  private static final String EVENTS = "select " + EventColumn.texts() + " from event ";

  private final DataSource dataSource;

  public LogReader(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  public List<EventRow> ofStream(StreamId stream, long afterVersion) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                EVENTS + "where stream = ? and version > ? order by event.version")) {
      statement.setString(1, stream.value());
      statement.setLong(2, afterVersion);
      return rows(statement);
    }
  }

  /** Those of these versions, by version. */
  List<EventRow> ofStream(StreamId stream, Set<Long> versions) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                EVENTS + "where stream = ? and version = any (?) order by event.version")) {
      statement.setString(1, stream.value());
      statement.setArray(2, connection.createArrayOf("bigint", versions.toArray()));
      return rows(statement);
    }
  }

  public List<EventRow> after(long seq, int limit) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(EVENTS + "where seq > ? order by event.seq limit ?")) {
      statement.setLong(1, seq);
      statement.setInt(2, limit);
      return rows(statement);
    }
  }

  Optional<EventRow> withKey(String key) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(EVENTS + "where idempotency_key = ?")) {
      statement.setString(1, key);
      return rows(statement).stream().findFirst();
    }
  }

  LogHead head() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return LogStatements.look(connection, StreamId.ACCESS, Optional.empty()).head();
    }
  }

  /** Somebody looking at events as they pass. */
  @FunctionalInterface
  public interface Visitor {

    /** The row is valid during the call only; after false no more are shown. */
    boolean visit(BinaryRow row);
  }

  /**
   * Shows events in order of their numbers, as fast as the database gives them.
   *
   * @param after only events above this one
   * @param to and up to this one
   * @return how many were shown: fewer than {@code limit} when there are no more
   */
  public int scan(long after, long to, int limit, Visitor visitor) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      CopyOut rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut(
                  // COPY takes no parameters; these are numbers.
                  """
                  copy (select %s from event where seq > %d and seq <= %d order by seq limit %d)
                  to stdout (format binary)
                  """
                      .formatted(EventColumn.names(), after, to, limit));
      try {
        return show(rows, visitor);
      } finally {
        // Cancelling would be faster, and could hit whatever the connection does next.
        while (rows.isActive() && rows.readFromCopy() != null) {}
      }
    }
  }

  private static int show(CopyOut rows, Visitor visitor) throws SQLException {
    var row = new BinaryRow();
    int shown = 0;
    int start = BinaryRow.HEADER;
    byte[] message = rows.readFromCopy();
    while (message != null) {
      if (row.take(message, start)) {
        shown++;
        if (!visitor.visit(row)) {
          return shown;
        }
      }
      start = 0;
      message = rows.readFromCopy();
    }
    return shown;
  }

  /** An event beside the order: above the head, which the log never writes, or below the first. */
  OptionalLong stray() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select least(
                  (select min(seq) from event where seq < 1),
                  (select min(seq) from event where seq > (select seq from log_head)))
                """);
        ResultSet row = statement.executeQuery()) {
      row.next();
      long seq = row.getLong(1);
      return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(seq);
    }
  }

  public static List<EventRow> rows(PreparedStatement statement) throws SQLException {
    var rows = new ArrayList<EventRow>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        var texts = new EnumMap<EventColumn, String>(EventColumn.class);
        int position = 1;
        for (EventColumn column : EventColumn.values()) {
          String text = result.getString(position++);
          if (text != null) {
            texts.put(column, text);
          }
        }
        rows.add(new EventRow(texts));
      }
    }
    return rows;
  }
}
