package dev.baton.eventlog;

/**
 * Nothing is appended behind a log that went back. It stays so until the missing events are there
 * again, or a person has adopted what is left.
 */
public final class LogRolledBackException extends RuntimeException {

  private final LogRollback rollback;

  public LogRolledBackException(LogRollback rollback) {
    super(rollback.sentence());
    this.rollback = rollback;
  }

  /** What is missing. */
  public LogRollback rollback() {
    return rollback;
  }
}
