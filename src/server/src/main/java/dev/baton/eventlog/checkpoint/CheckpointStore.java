package dev.baton.eventlog.checkpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The checkpoints in the database, and what they are held against there. */
public final class CheckpointStore {

  private static final String PRESENT =
      """
      select clock_timestamp(), i.id, h.seq, encode(h.hash, 'hex'),
        coalesce((select max(number) from checkpoint), 0)
      from log_head h, installation i
      """;

  private static final String SELECT =
      "select number, installation, seq, encode(hash, 'hex'), time, key, signature from checkpoint ";

  private final DataSource dataSource;

  public CheckpointStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * The log at this moment.
   *
   * @param newest number of the newest checkpoint, 0 when there is none
   */
  public record Present(Instant now, String installation, long seq, String hash, long newest) {}

  public Present present() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(PRESENT);
        ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the head of the log or the installation has lost its row");
      }
      return new Present(
          instant(row, 1), row.getString(2), row.getLong(3), row.getString(4), row.getLong(5));
    }
  }

  /** False when another replica has used the number meanwhile. */
  public boolean add(Checkpoint checkpoint) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                insert into checkpoint (number, installation, seq, hash, time, key, signature)
                values (?, ?, ?, decode(?, 'hex'), ?, ?, ?) on conflict do nothing
                """)) {
      statement.setLong(1, checkpoint.number());
      statement.setString(2, checkpoint.installation());
      statement.setLong(3, checkpoint.seq());
      statement.setString(4, checkpoint.hash());
      statement.setObject(
          5, checkpoint.time().atOffset(ZoneOffset.UTC), Types.TIMESTAMP_WITH_TIMEZONE);
      statement.setString(6, checkpoint.key());
      statement.setString(7, checkpoint.signature());
      return statement.executeUpdate() == 1;
    }
  }

  /** Those with a higher number, oldest first. */
  List<Checkpoint> after(long number, int limit) throws SQLException {
    return select("where number > ? order by number limit ?", number, limit);
  }

  /** Those for events above {@code after} up to {@code to}, oldest first. */
  public List<Checkpoint> forEvents(long after, long to) throws SQLException {
    return select("where seq > ? and seq <= ? order by number", after, to);
  }

  /** The hashes that these events have at present; those that are gone are missing. */
  public Map<Long, String> hashes(Collection<Long> seqs) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select seq, encode(hash, 'hex') from event where seq = any(?)")) {
      statement.setArray(1, connection.createArrayOf("bigint", seqs.toArray()));
      var hashes = new HashMap<Long, String>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          hashes.put(row.getLong(1), row.getString(2));
        }
      }
      return hashes;
    }
  }

  /** The newest end of an operation. */
  Optional<CheckpointVerifier.NewestEnd> lastEnd() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select seq, recorded_at from event where type = ? order by type desc, seq desc
                limit 1
                """)) {
      statement.setString(1, CheckpointVerifier.OPERATION_ENDED);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new CheckpointVerifier.NewestEnd(row.getLong(1), instant(row, 2)))
            : Optional.empty();
      }
    }
  }

  private List<Checkpoint> select(String which, long first, long second) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(SELECT + which)) {
      statement.setLong(1, first);
      statement.setLong(2, second);
      var found = new ArrayList<Checkpoint>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(
              new Checkpoint(
                  row.getLong(1),
                  row.getString(2),
                  row.getLong(3),
                  row.getString(4),
                  instant(row, 5),
                  row.getString(6),
                  row.getString(7)));
        }
      }
      return found;
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }
}
