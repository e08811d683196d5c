package dev.baton.eventlog.append;

import dev.baton.pair.PairId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * A replica that holds pairs and does nothing. The one under test looks for pairs every second, and
 * would drive those that a test has only just put on record.
 */
public final class IdleOwner {

  private IdleOwner() {}

  /** Before the pair is on record, or when the replica under test is to lose it. */
  public static void hold(DataSource dataSource, PairId pair) throws SQLException {
    lease(
        dataSource,
        pair,
        "insert into pair_lease (pair, owner, epoch, lease_until)"
            + " values (?, 'idle', 0, clock_timestamp() + interval '1 hour')"
            + " on conflict (pair) do update"
            + " set owner = excluded.owner, lease_until = excluded.lease_until");
  }

  /** From here on the replica under test drives the pair; safe to repeat. */
  public static void release(DataSource dataSource, PairId pair) throws SQLException {
    lease(
        dataSource,
        pair,
        "update pair_lease set lease_until = least(lease_until, clock_timestamp()) where pair = ?");
  }

  private static void lease(DataSource dataSource, PairId pair, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, pair.value());
      statement.executeUpdate();
    }
  }
}
