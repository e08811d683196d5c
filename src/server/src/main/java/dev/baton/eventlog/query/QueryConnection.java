package dev.baton.eventlog.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A connection for searches: read only, in one transaction, with planner settings that force index
 * range scans, planned for the values at hand.
 */
final class QueryConnection implements AutoCloseable {

  private static final String SETTINGS =
      """
      select
        set_config('transaction_read_only', 'on', true),
        set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('enable_seqscan', 'off', true),
        set_config('enable_bitmapscan', 'off', true),
        set_config('jit', 'off', true),
        set_config('statement_timeout', '10s', true)
      """;

  private final Connection connection;
  private final Optional<List<String>> plans;

  /** Takes the connection over. The plan of every statement goes to {@code plans}, where wanted. */
  QueryConnection(Connection connection, Optional<List<String>> plans) throws SQLException {
    this.connection = connection;
    this.plans = plans;
    connection.setAutoCommit(false);
    try (PreparedStatement settings = connection.prepareStatement(SETTINGS)) {
      settings.execute();
    }
  }

  /** Runs a statement that is ready and reads what comes. */
  @FunctionalInterface
  interface Reading<T> {
    T read(PreparedStatement statement) throws SQLException;
  }

  <T> T query(SqlFragment sqlFragment, Reading<T> reading) throws SQLException {
    if (plans.isPresent()) {
      plans
          .get()
          .add(explained(new SqlFragment("explain " + sqlFragment.text(), sqlFragment.values())));
    }
    return run(sqlFragment, reading);
  }

  private String explained(SqlFragment explain) throws SQLException {
    return run(
        explain,
        statement -> {
          var lines = new StringBuilder();
          try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
              lines.append(row.getString(1)).append('\n');
            }
          }
          return lines.toString();
        });
  }

  private <T> T run(SqlFragment sqlFragment, Reading<T> reading) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sqlFragment.text())) {
      int place = 1;
      for (Object value : sqlFragment.values()) {
        statement.setObject(place++, value);
      }
      return reading.read(statement);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }
}
