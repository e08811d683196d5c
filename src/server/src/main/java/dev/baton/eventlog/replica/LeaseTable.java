package dev.baton.eventlog.replica;

import dev.baton.pair.PairId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The statements on the table of leases. All times in it are by the clock of the database. */
final class LeaseTable {

  private static final String INTERVAL =
      "interval '%d seconds'".formatted(PairLease.TERM.toSeconds());

  /**
   * Held at this moment. A lease that nobody has renewed since the database itself was started says
   * nothing: its owner went down with the database, or renews it before anybody else may look.
   */
  private static final String HELD =
      "lease_until > greatest(clock_timestamp(), pg_postmaster_start_time() + %s)"
          .formatted(INTERVAL);

  private static final String OF = "select owner, " + HELD + " from pair_lease where pair = ?";

  private static final String ALL_HELD = "select pair from pair_lease where " + HELD;

  private static final String KEEP =
      """
      insert into pair_lease (pair, owner, epoch, lease_until)
      values (?, ?, ?, clock_timestamp() + %s)
      on conflict (pair) do update
      set owner = excluded.owner, epoch = excluded.epoch, lease_until = excluded.lease_until
      """
          .formatted(INTERVAL);

  private static final String RENEW =
      """
      update pair_lease set lease_until = clock_timestamp() + %s where owner = ?
      returning pair, epoch
      """
          .formatted(INTERVAL);

  private static final String LEAVE =
      """
      update pair_lease set owner = '', lease_until = clock_timestamp()
      where pair = ? and owner = ?
      """;

  private static final String RELEASE =
      "update pair_lease set lease_until = clock_timestamp() where owner = ?";

  private LeaseTable() {}

  /**
   * Whose a pair is.
   *
   * @param owner empty when it never was anybody's, or was left
   */
  record Lease(String owner, boolean held) {}

  static Lease of(Connection connection, PairId pair) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF)) {
      statement.setString(1, pair.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Lease(row.getString(1), row.getBoolean(2)) : new Lease("", false);
      }
    }
  }

  static Set<PairId> held(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ALL_HELD);
        ResultSet rows = statement.executeQuery()) {
      Set<PairId> pairs = new HashSet<>();
      while (rows.next()) {
        pairs.add(new PairId(rows.getString(1)));
      }
      return pairs;
    }
  }

  /** Gives the pair to the replica for a term, whoever had it. */
  static void keep(Connection connection, PairId pair, String replica, long epoch)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(KEEP)) {
      statement.setString(1, pair.value());
      statement.setString(2, replica);
      statement.setLong(3, epoch);
      statement.executeUpdate();
    }
  }

  /** Another term for all pairs of the replica; those with their epochs. */
  static Map<PairId, Long> renew(Connection connection, String replica) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
      statement.setString(1, replica);
      Map<PairId, Long> epochs = new HashMap<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          epochs.put(new PairId(rows.getString(1)), rows.getLong(2));
        }
      }
      return epochs;
    }
  }

  /** Makes the pair nobody's, if it is the replica's; answers how many rows that changed. */
  static int leave(Connection connection, PairId pair, String replica) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LEAVE)) {
      statement.setString(1, pair.value());
      statement.setString(2, replica);
      return statement.executeUpdate();
    }
  }

  /** Ends the term of all pairs of the replica; answers how many those are. */
  static int release(Connection connection, String replica) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(RELEASE)) {
      statement.setString(1, replica);
      return statement.executeUpdate();
    }
  }
}
