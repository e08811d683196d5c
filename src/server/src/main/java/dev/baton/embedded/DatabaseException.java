package dev.baton.embedded;

/** The database cannot be had; the message is the sentence for whoever started the program. */
public final class DatabaseException extends RuntimeException {

  /** The machine or the call lacks something; another try changes nothing. */
  static final int MISSING_NEED = 2;

  /** The embedded PostgreSQL ended and could not be started again; a new start may mend it. */
  static final int DATABASE_GONE = 3;

  private static final int FAILED = 1;

  private final int exitCode;

  private DatabaseException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  static DatabaseException failed(String message) {
    return new DatabaseException(FAILED, message);
  }

  static DatabaseException refused(String message) {
    return new DatabaseException(MISSING_NEED, message);
  }

  /** What the program ends with: 1 it failed, 2 something is missing or wrongly used. */
  public int exitCode() {
    return exitCode;
  }
}
