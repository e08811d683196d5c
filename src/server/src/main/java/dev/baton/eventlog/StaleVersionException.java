package dev.baton.eventlog;

/** Optimistic locking: the stream or its epoch is not what the decision was made on. */
public class StaleVersionException extends Exception {

  public StaleVersionException(String message) {
    super(message);
  }
}
