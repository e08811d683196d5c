package dev.baton.world;

import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;

/**
 * The simulated pair for the contract of agents.
 *
 * @param agent the way to its hosts that is held to the contract
 */
public record SimulatedBench(SimulatedPair world, HostAgent agent)
    implements HostAgentContract.Bench {

  @Override
  public HostId host() {
    return SimulatedPair.EAST.application();
  }

  @Override
  public int stops() {
    return world.executed().size();
  }

  @Override
  public void slowsDownOver(String commandId) {
    world.slowsDownOver(commandId);
  }

  @Override
  public void release() {}

  @Override
  public void goesDownOver(String commandId) {
    world.goesDownOver(commandId, false);
  }
}
