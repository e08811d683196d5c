package dev.baton.host;

import dev.baton.protocol.AgentState;

/** Result of observing a host. That a host was not seen says nothing about what it does. */
public sealed interface ObservationResult {

  /** The agent answered. */
  record Seen(Observation observation) implements ObservationResult {}

  /**
   * It did not.
   *
   * @param state anything but {@code UP}
   */
  record NotSeen(AgentState state, String why) implements ObservationResult {}
}
