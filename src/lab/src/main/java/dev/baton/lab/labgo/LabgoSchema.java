package dev.baton.lab.labgo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What labgo does to its database at a boot. As with GoCD (23.1 and later) a schema that is current
 * is left alone, whoever has left its lock, and the first write comes at the very end.
 */
final class LabgoSchema {

  private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private LabgoSchema() {}

  /**
   * Changes what is not current; a lock left behind by a boot that was killed is honoured then, and
   * fatal.
   */
  static void migrate(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      if (exists(sql, "serverbackups")) {
        return;
      }
      prepareLock(sql);
      takeLock(sql);
      sql.execute("create table serverbackups (id int primary key, status text not null)");
      sql.execute(
          "create table if not exists labgo_row (id uuid primary key, run text,"
              + " at timestamptz not null default clock_timestamp())");
      sql.executeUpdate(
          "update databasechangeloglock set locked = false, lockgranted = null, lockedby = null"
              + " where id = 1");
    }
  }

  /** A read-only database refuses it, whether or not there is such a row. */
  static void abortBackups(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      int unused =
          sql.executeUpdate(
              "update serverbackups set status = 'ABORTED' where status = 'IN_PROGRESS'");
    }
  }

  private static boolean exists(Statement sql, String table) throws SQLException {
    try (var rows = sql.executeQuery("select to_regclass('%s') is not null".formatted(table))) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private static void prepareLock(Statement sql) throws SQLException {
    if (exists(sql, "databasechangeloglock")) {
      return;
    }
    sql.execute(
        "create table databasechangeloglock (id int primary key, locked boolean not null,"
            + " lockgranted timestamptz, lockedby text)");
    sql.execute("insert into databasechangeloglock (id, locked) values (1, false)");
  }

  private static void takeLock(Statement sql) throws SQLException {
    long deadline = System.nanoTime() + LOCK_LIMIT.toNanos();
    while (sql.executeUpdate(
            "update databasechangeloglock set locked = true, lockgranted = now(),"
                + " lockedby = 'labgo' where id = 1 and not locked")
        == 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "Unable to migrate the database, as it is currently locked");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
