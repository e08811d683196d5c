package dev.baton.operation.engine;

import dev.baton.host.HostAgent;
import dev.baton.host.Installations;
import dev.baton.pair.HostId;
import dev.baton.world.HostAgentContract;
import dev.baton.world.SimulatedAgent.Course;

/** Hosts that need no agents keep what the control plane relies on. */
class FakeHostsTest extends HostAgentContract {

  private final FakeHosts hosts = new FakeHosts(() -> Installations.OURS, false);

  @Override
  protected Bench bench() {
    return new Bench() {

      @Override
      public HostAgent agent() {
        return hosts;
      }

      @Override
      public HostId host() {
        return new HostId("east-app");
      }

      @Override
      public int stops() {
        return hosts.executed(host()).size();
      }

      @Override
      public void slowsDownOver(String commandId) {
        hosts.takes(commandId, Course.SLOW);
      }

      @Override
      public void release() {}

      @Override
      public void goesDownOver(String commandId) {
        hosts.takes(commandId, Course.LOST_BEFORE_EFFECT);
      }
    };
  }
}
