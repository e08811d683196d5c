package dev.baton.agent;

/** An action was begun, and nobody can tell whether it took effect. */
final class UnsureException extends FailedException {

  UnsureException(String message) {
    super(message);
  }
}
