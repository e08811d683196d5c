package dev.baton.eventlog.export;

/** A line of an export is not what it should be; the message says what is wrong with it. */
final class BrokenLineException extends Exception {

  BrokenLineException(String message) {
    super(message);
  }
}
