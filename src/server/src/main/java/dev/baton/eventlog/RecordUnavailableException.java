package dev.baton.eventlog;

import java.sql.SQLException;

/**
 * The database of the event log does not answer. Nothing may be started; what was asked may be
 * asked again, with the same idempotency key, once it is back.
 */
public final class RecordUnavailableException extends RuntimeException {

  public RecordUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public static RecordUnavailableException of(String what, SQLException cause) {
    return new RecordUnavailableException(
        "the event log could not be reached to %s".formatted(what), cause);
  }
}
