package dev.baton.http;

import dev.baton.eventlog.RecordUnavailableException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is not there from one that did not like a statement. */
final class DatabaseFailure {

  private DatabaseFailure() {}

  /** Whether somewhere below this there is a lost or refused connection to the database. */
  static boolean isBehind(Throwable failure) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
      if (t instanceof RecordUnavailableException || (t instanceof SQLException sql && lost(sql))) {
        return true;
      }
    }
    return false;
  }

  private static boolean lost(SQLException e) {
    return e instanceof SQLTransientConnectionException
        || e instanceof SQLNonTransientConnectionException
        || e instanceof SQLRecoverableException
        || lost(e.getSQLState())
        // The connection pool gives its own exception no state.
        || (e.getSQLState() == null && String.valueOf(e.getMessage()).contains("timeout"));
  }

  /** Class 08 connection exception; 57P0x server shutting down or starting; 53300 full. */
  private static boolean lost(@Nullable String state) {
    return state != null
        && (state.startsWith("08") || state.startsWith("57P0") || state.equals("53300"));
  }
}
