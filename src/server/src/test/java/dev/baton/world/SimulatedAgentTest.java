package dev.baton.world;

/** The simulated agent keeps what the control plane relies on. */
class SimulatedAgentTest extends HostAgentContract {

  private final SimulatedPair world = new SimulatedPair(true);

  @Override
  protected Bench bench() {
    return new SimulatedBench(world, world);
  }
}
