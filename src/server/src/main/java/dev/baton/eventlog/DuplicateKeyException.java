package dev.baton.eventlog;

/** The idempotency key is already in the log; {@code withKey} gives the event that carries it. */
public class DuplicateKeyException extends Exception {

  public DuplicateKeyException(String message) {
    super(message);
  }
}
