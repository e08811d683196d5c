package dev.baton.eventlog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads events as they are kept. */
final class LogReader {

  /** Order by the table's columns: the texts carry the same names and sort otherwise. */
  private static final String EVENTS = "select " + Column.texts() + " from event ";

  private final DataSource dataSource;

  LogReader(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  List<EventRow> ofStream(StreamId stream, long afterVersion) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                EVENTS + "where stream = ? and version > ? order by event.version")) {
      statement.setString(1, stream.value());
      statement.setLong(2, afterVersion);
      return rows(statement);
    }
  }

  List<EventRow> after(long seq, int limit) throws SQLException {
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

  Head head() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return LogStatements.look(connection, StreamId.ACCESS, Optional.empty()).head();
    }
  }

  private static List<EventRow> rows(PreparedStatement statement) throws SQLException {
    var rows = new ArrayList<EventRow>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        var texts = new EnumMap<Column, String>(Column.class);
        int position = 1;
        for (Column column : Column.values()) {
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
