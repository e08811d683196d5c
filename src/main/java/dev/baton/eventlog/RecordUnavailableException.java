package dev.baton.eventlog;

/**
 * The database of the record does not answer. Nothing may be started; what was asked may be asked
 * again, with the same idempotency key, once it is back.
 */
public final class RecordUnavailableException extends RuntimeException {

  RecordUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
