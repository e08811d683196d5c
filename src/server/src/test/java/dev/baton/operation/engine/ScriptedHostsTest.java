package dev.baton.operation.engine;

import dev.baton.host.HostAgent;
import dev.baton.host.HostBinding;
import dev.baton.pair.HostId;
import dev.baton.world.HostAgentContract;
import dev.baton.world.SimulatedAgent.Course;

/** Hosts on a script keep what the control plane relies on. */
class ScriptedHostsTest extends HostAgentContract {

  private final ScriptedHosts hosts = new ScriptedHosts();

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
      public HostBinding binding() {
        return hosts.binding(host());
      }

      @Override
      public int stops() {
        return hosts.executed().size();
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
