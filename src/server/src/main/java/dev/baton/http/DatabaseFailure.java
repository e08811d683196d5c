package dev.baton.http;

import dev.baton.embedded.DatabaseDisk;
import dev.baton.embedded.DatabaseState;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.protocol.DiskSpace;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells a database that is not there, or has no room, from one that refused a statement. */
public final class DatabaseFailure {

  private DatabaseFailure() {}

  /** Whether somewhere below this the database is away, or its disk is full. */
  public static boolean isBehind(Throwable failure) {
    return any(
        failure,
        t ->
            t instanceof RecordUnavailableException
                || (t instanceof SQLException sql && (lost(sql) || full(sql))));
  }

  private static boolean any(Throwable failure, Predicate<Throwable> what) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 20; t = t.getCause(), depth++) {
      if (what.test(t)) {
        return true;
      }
    }
    return false;
  }

  /** What a call is answered that found no database; {@code database} says what becomes of it. */
  static Problem problem(Throwable failure) {
    if (any(failure, t -> t instanceof SQLException sql && full(sql)) || DatabaseDisk.isFull()) {
      return problem(
          "full",
          "The disk of the control plane's database is full, so nothing was started or changed."
              + " Free space %s; then repeat the call with the same Idempotency-Key."
                  .formatted(DatabaseDisk.place()));
    }
    return switch (DatabaseState.now()) {
      case RUNNING ->
          problem(
              "unreachable",
              "The control plane cannot reach its own database, so nothing was started or changed."
                  + " Repeat the call with the same Idempotency-Key once it is back.");
      case RESTARTING ->
          problem(
              "restarting",
              "The control plane's embedded PostgreSQL ended and is being restarted, so nothing was"
                  + " started or changed. Repeat the call with the same Idempotency-Key in a few"
                  + " seconds.");
      case GONE ->
          problem(
              "gone",
              "The control plane's embedded PostgreSQL ended and could not be restarted, so nothing"
                  + " was started or changed, and the control plane ends. Its log says why; repeat"
                  + " the call with the same Idempotency-Key once it has been started again.");
    };
  }

  private static Problem problem(String database, String detail) {
    return Problem.of(ProblemType.DATABASE_UNAVAILABLE, detail).with("database", database);
  }

  /** 53100 disk full; 58030 is any other failure of a file, with the system's words in it. */
  private static boolean full(SQLException e) {
    return "53100".equals(e.getSQLState()) || DiskSpace.saysFull(e.getMessage());
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
