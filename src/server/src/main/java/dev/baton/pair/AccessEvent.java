package dev.baton.pair;

/** An event about tokens and denied calls. */
public sealed interface AccessEvent extends Event {

  /** The first token of this installation was made; only its keyed hash is kept. */
  record TokenCreated(String name, String keyedHash) implements AccessEvent {}

  /**
   * A call was turned away.
   *
   * @param status 401 or 403
   */
  record CallDenied(int status, String method, String path, String why) implements AccessEvent {}
}
