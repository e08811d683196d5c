package dev.baton.bench.log;

import dev.baton.bench.measure.Stats;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The baseline of the log: a table with the same columns, indexes and rows, and no chain. */
final class PlainTable {

  private PlainTable() {}

  /** Makes it anew. */
  static void create(BenchLog log) throws SQLException {
    try (Connection owner = log.owner();
        Statement statement = owner.createStatement()) {
      statement.execute("drop table if exists plain");
      statement.execute("create table plain (like event including all)");
      statement.execute("insert into plain select * from event order by seq");
      statement.execute("grant insert on plain to public");
      statement.execute("vacuum (analyze) plain");
    }
  }

  /** A row of the log, as JDBC gives it. */
  record Row(List<Object> values) {}

  /** Rows that the log has and the plain table does not have yet. */
  static List<Row> rows(Connection connection, long after) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select * from event where seq > ? order by seq")) {
      statement.setLong(1, after);
      var rows = new ArrayList<Row>();
      try (ResultSet result = statement.executeQuery()) {
        ResultSetMetaData columns = result.getMetaData();
        while (result.next()) {
          var values = new ArrayList<>();
          for (int column = 1; column <= columns.getColumnCount(); column++) {
            values.add(result.getObject(column));
          }
          rows.add(new Row(values));
        }
      }
      return rows;
    }
  }

  /** Inserts and commits one by one; how long each took, in milliseconds. */
  static double[] insert(Connection connection, List<Row> rows) throws SQLException {
    var took = new double[rows.size()];
    for (int i = 0; i < took.length; i++) {
      List<Object> values = rows.get(i).values();
      long began = System.nanoTime();
      String places = String.join(", ", Collections.nCopies(values.size(), "?"));
      try (PreparedStatement statement =
          connection.prepareStatement("insert into plain values (%s)".formatted(places))) {
        for (int column = 1; column <= values.size(); column++) {
          statement.setObject(column, values.get(column - 1));
        }
        statement.executeUpdate();
      }
      took[i] = Stats.millis(System.nanoTime() - began);
    }
    return took;
  }
}
