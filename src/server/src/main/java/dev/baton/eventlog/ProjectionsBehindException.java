package dev.baton.eventlog;

/**
 * The tables of pairs, operations and hosts are far behind the log and are being brought on; what
 * was asked may be asked again a little later.
 */
public final class ProjectionsBehindException extends RuntimeException {

  public ProjectionsBehindException(String message) {
    super(message);
  }
}
