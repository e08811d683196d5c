package dev.baton.agent.os;

import java.time.Instant;

/** The only place where the agent reads the host's clock; for evidence, never for deadlines. */
public final class HostClock {

  private HostClock() {}

  public static Instant now() {
    return Instant.now();
  }
}
