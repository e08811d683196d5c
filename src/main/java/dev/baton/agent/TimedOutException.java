package dev.baton.agent;

/** A child was ended at its deadline; what it had done by then stays. */
final class TimedOutException extends FailedException {

  TimedOutException(String message) {
    super(message);
  }
}
