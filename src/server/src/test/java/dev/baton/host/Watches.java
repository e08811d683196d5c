package dev.baton.host;

import java.time.InstantSource;

/** Watches for tests outside this package. */
public final class Watches {

  private Watches() {}

  /** One that has seen nothing yet, and does not look. */
  public static HostMonitor idle(HostAgent agent, HostInventory inventory) {
    return new HostMonitor(agent, inventory, InstantSource.system());
  }
}
