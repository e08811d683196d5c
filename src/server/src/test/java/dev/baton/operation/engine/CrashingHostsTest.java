package dev.baton.operation.engine;

import dev.baton.world.HostAgentContract;
import dev.baton.world.SimulatedBench;
import dev.baton.world.SimulatedPair;
import java.util.Optional;

/** As long as it lives, a life's way to the hosts is as good as any. */
class CrashingHostsTest extends HostAgentContract {

  private final SimulatedPair world = new SimulatedPair(true);
  private final CrashingHosts hosts = new CrashingHosts(world, new CrashSchedule(Optional.empty()));

  @Override
  protected Bench bench() {
    return new SimulatedBench(world, hosts);
  }
}
