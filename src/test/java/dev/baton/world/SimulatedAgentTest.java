package dev.baton.world;

import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;

/** The simulated agent keeps what the control plane relies on. */
class SimulatedAgentTest extends HostAgentContract {

  private final SimulatedPair world = new SimulatedPair(true);

  @Override
  protected Bench bench() {
    return new Bench() {

      @Override
      public HostAgent agent() {
        return world;
      }

      @Override
      public HostId host() {
        return new HostId("east-app");
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
    };
  }
}
