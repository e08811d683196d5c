package dev.baton.agent.os;

/** A child was ended at its deadline; what it had done by then stays. */
public final class TimedOutException extends FailedException {

  public TimedOutException(String message) {
    super(message);
  }
}
