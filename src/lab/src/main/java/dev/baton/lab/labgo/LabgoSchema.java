package dev.baton.lab.labgo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What labgo does to its schema at every boot. As with GoCD (23.1 and later) the first thing is an
 * UPDATE of the lock row, which a read-only database refuses.
 */
final class LabgoSchema {

  private static final Duration LOCK_LIMIT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(100);

  private LabgoSchema() {}

  /** Prepares the schema; a lock left behind by a boot that was killed is honoured, then fatal. */
  static void migrate(Connection connection) throws SQLException {
    try (Statement sql = connection.createStatement()) {
      prepareLock(sql);
      takeLock(sql);
      sql.execute(
          "create table if not exists labgo_row (id uuid primary key, run text,"
              + " at timestamptz not null default clock_timestamp())");
      sql.executeUpdate(
          "update databasechangeloglock set locked = false, lockgranted = null, lockedby = null"
              + " where id = 1");
    }
  }

  private static void prepareLock(Statement sql) throws SQLException {
    try (var rows = sql.executeQuery("select to_regclass('databasechangeloglock') is not null")) {
      if (rows.next() && rows.getBoolean(1)) {
        return;
      }
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
