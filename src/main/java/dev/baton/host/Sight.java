package dev.baton.host;

/** The answer to a look at a host. Not seeing it says nothing about what it does. */
public sealed interface Sight {

  /** The agent answered. */
  record Seen(Observation observation) implements Sight {}

  /**
   * It did not.
   *
   * @param code {@code unreachable}, {@code untrusted} or {@code unregistered}
   */
  record NotSeen(String code, String why) implements Sight {}
}
