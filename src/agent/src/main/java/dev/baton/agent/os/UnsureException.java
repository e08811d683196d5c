package dev.baton.agent.os;

/** An action was begun, and nobody can tell whether it took effect. */
public final class UnsureException extends FailedException {

  public UnsureException(String message) {
    super(message);
  }
}
