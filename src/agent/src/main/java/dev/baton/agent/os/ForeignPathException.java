package dev.baton.agent.os;

/**
 * A link, a hard link or another owner is in the way, where a service account could have put it:
 * nothing was written there and nothing read.
 */
public final class ForeignPathException extends FailedException {

  public ForeignPathException(String message) {
    super(message);
  }
}
