package dev.baton.eventlog;

import java.sql.SQLException;

/**
 * The database of the record does not answer. Nothing may be started; what was asked may be asked
 * again, with the same idempotency key, once it is back.
 */
public final class RecordUnavailableException extends RuntimeException {

  RecordUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  static RecordUnavailableException of(String what, SQLException cause) {
    return new RecordUnavailableException(
        "the record could not be reached to %s".formatted(what), cause);
  }
}
