package dev.baton.world;

import dev.baton.host.Installations;

/** So do the hosts of a running control plane that it stands for. */
class SimulatedHostsTest extends HostAgentContract {

  private final SimulatedHosts hosts = new SimulatedHosts(() -> Installations.OURS);
  private final SimulatedPair world = hosts.become(new SimulatedPair(true));

  @Override
  protected Bench bench() {
    return new SimulatedBench(world, hosts);
  }
}
