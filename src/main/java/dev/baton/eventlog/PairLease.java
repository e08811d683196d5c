package dev.baton.eventlog;

import dev.baton.eventlog.LogStatements.Looked;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which replica drives a pair. Taking it over raises the epoch in the same transaction as the event
 * that says so, so no append of the former owner can come after it.
 */
@ApplicationScoped
public class PairLease {

  private static final Duration TERM = Duration.ofSeconds(15);

  private final SqlEventLog log;

  PairLease(SqlEventLog log) {
    this.log = log;
  }

  /**
   * Makes the replica the owner of the pair, whoever was it before.
   *
   * @return the epoch to append and to command with; the same again while it stays the owner
   */
  public long acquire(PairId pair, String replica) {
    var epoch = new long[1];
    exclusively(
        "acquire " + pair,
        connection -> {
          StreamId stream = StreamId.of(pair);
          Looked looked = LogStatements.look(connection, stream, Optional.empty());
          long present = looked.stream().epoch().orElse(0L);
          boolean ours = replica.equals(owner(connection, pair));
          epoch[0] = ours ? present : present + 1;
          keep(connection, pair, replica, epoch[0]);
          if (ours) {
            return List.of();
          }
          return looked
              .head()
              .next(
                  stream,
                  looked.stream().version(),
                  List.of(new PairTakenOver(replica, epoch[0])),
                  context(replica, epoch[0]),
                  looked.now());
        });
    return epoch[0];
  }

  /**
   * Extends the lease.
   *
   * @return false when the replica is not the owner at that epoch any more: it must stop
   */
  public boolean renew(PairId pair, String replica, long epoch) {
    return log.ask(connection -> {
      try (PreparedStatement statement =
          connection.prepareStatement(
              """
              update pair_lease set lease_until = clock_timestamp() + ? * interval '1 second'
              where pair = ? and owner = ? and epoch = ?
              """)) {
        statement.setLong(1, TERM.toSeconds());
        statement.setString(2, pair.value());
        statement.setString(3, replica);
        statement.setLong(4, epoch);
        return statement.executeUpdate() == 1;
      }
    });
  }

  private void exclusively(String what, SqlEventLog.Decision decision) {
    try {
      log.exclusively(what, decision);
    } catch (StaleVersionException | DuplicateKeyException e) {
      throw new IllegalStateException("nothing was expected, so nothing can be stale", e);
    }
  }

  private static String owner(Connection connection, PairId pair) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select owner from pair_lease where pair = ?")) {
      statement.setString(1, pair.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private static void keep(Connection connection, PairId pair, String replica, long epoch)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            insert into pair_lease (pair, owner, epoch, lease_until)
            values (?, ?, ?, clock_timestamp() + ? * interval '1 second')
            on conflict (pair) do update
            set owner = excluded.owner, epoch = excluded.epoch, lease_until = excluded.lease_until
            """)) {
      statement.setString(1, pair.value());
      statement.setString(2, replica);
      statement.setLong(3, epoch);
      statement.setLong(4, TERM.toSeconds());
      statement.executeUpdate();
    }
  }

  private static EventContext context(String replica, long epoch) {
    return new EventContext(
        epoch,
        "baton",
        List.of(),
        Optional.empty(),
        Optional.of("this replica drives the pair from here on"),
        Optional.empty(),
        Optional.empty(),
        replica,
        Optional.empty(),
        Optional.empty(),
        UUID.randomUUID().toString(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
