package dev.baton.lab.client;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.FixedRateTicker;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to one database directly, in one session that is kept while the database is a standby, so
 * that the first moment it takes a write is seen.
 */
final class HeartbeatWriter {

  private static final String READ_ONLY = "25006";

  private final String url;
  private final Properties login;
  private final AtomicLong numbers;
  private final Acknowledged<Long> acknowledged;

  /**
   * @param numbers shared by the writers of all databases, so that no two rows have the same id
   */
  HeartbeatWriter(
      String host, Properties login, AtomicLong numbers, Acknowledged<Long> acknowledged) {
    this.url = "jdbc:postgresql://" + host + ":5432/gocd";
    this.login = login;
    this.numbers = numbers;
    this.acknowledged = acknowledged;
  }

  /** Writes at every tick until the thread ends. */
  void run() {
    while (true) {
      try (Connection connection = DriverManager.getConnection(url, login);
          PreparedStatement recovery = connection.prepareStatement("select pg_is_in_recovery()");
          PreparedStatement insert =
              connection.prepareStatement("insert into labgo_heartbeat (id) values (?)")) {
        write(recovery, insert);
      } catch (SQLException downOrUnreachable) {
        Await.pause(LabClient.EVERY.multipliedBy(2));
      }
    }
  }

  private void write(PreparedStatement recovery, PreparedStatement insert) throws SQLException {
    boolean writable = false;
    FixedRateTicker fixedRateTicker = new FixedRateTicker(LabClient.EVERY);
    while (true) {
      // Asked instead of tried: a refused write at every tick would fill the standby's log.
      writable = writable || !inRecovery(recovery);
      if (writable) {
        writable = inserted(insert);
      }
      fixedRateTicker.await();
    }
  }

  private static boolean inRecovery(PreparedStatement recovery) throws SQLException {
    try (ResultSet rows = recovery.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private boolean inserted(PreparedStatement insert) throws SQLException {
    long number = numbers.incrementAndGet();
    insert.setLong(1, number);
    try {
      insert.executeUpdate();
    } catch (SQLException e) {
      if (READ_ONLY.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
    acknowledged.add(number, System.nanoTime());
    return true;
  }
}
