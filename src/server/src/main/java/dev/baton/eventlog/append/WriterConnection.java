package dev.baton.eventlog.append;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that appends, taken from the pool and kept, so that its statements stay
 * prepared and it never waits for readers. Opened when needed, and again after it was lost.
 */
final class WriterConnection {

  private static final int POOLED = 32;

  private final DataSource dataSource;
  private @Nullable Connection connection;

  WriterConnection(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  Connection get() throws SQLException {
    if (connection == null) {
      connection = open();
    }
    return connection;
  }

  /** Whether it was got and not dropped since; it may be lost all the same. */
  boolean there() {
    return connection != null;
  }

  private Connection open() throws SQLException {
    for (int tried = 1; ; tried++) {
      Connection fresh = dataSource.getConnection();
      try (Statement statement = fresh.createStatement()) {
        // No value makes another plan worth while, and planning costs more than inserting.
        statement.execute("set plan_cache_mode = force_generic_plan");
        return fresh;
      } catch (SQLException e) {
        // After a restart of the database the pool is full of connections that are gone.
        discard(fresh);
        if (tried == POOLED) {
          throw e;
        }
      }
    }
  }

  /** Ends the transaction under way without effect. */
  void reset() {
    if (connection != null && !rolledBack(connection)) {
      drop();
    }
  }

  /** The next one is a new one. */
  void drop() {
    if (connection != null) {
      discard(connection);
      connection = null;
    }
  }

  /** The pool does not hand it out again when it was lost, and would commit what is open. */
  private static void discard(Connection connection) {
    try (connection) {
      boolean unused = rolledBack(connection);
    } catch (SQLException gone) {
      // That is what is wanted.
    }
  }

  private static boolean rolledBack(Connection connection) {
    try {
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      return true;
    } catch (SQLException gone) {
      return false;
    }
  }
}
