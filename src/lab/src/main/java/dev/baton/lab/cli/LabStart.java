package dev.baton.lab.cli;

import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabRecord;
import dev.baton.lab.machine.Layout;
import dev.baton.lab.pair.AgentService;
import dev.baton.lab.pair.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton lab start}: brings back what was killed to see what happens. */
@Command(
    name = "start",
    description =
        "Starts the control plane and the agents of a standing lab where they do not run.",
    mixinStandardHelpOptions = true)
final class LabStart implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    Layout layout = which.options().layout();
    LabRecord lab = which.standing();
    List<String> started = new ArrayList<>();
    for (String name : Layout.SITE_HOSTS) {
      LabHost host = new LabHost(name, layout, lab);
      AgentService agent = new AgentService(host);
      if (!host.on()) {
        System.out.printf("%s is off; ./baton lab on %1$s boots it.%n", name);
      } else if (!agent.running()) {
        agent.start();
        started.add("agent of " + name);
      }
    }
    ControlPlane control = new ControlPlane(new LabHost(ControlPlane.HOST, layout, lab), lab);
    if (!control.running()) {
      control.start();
      started.add("control plane");
    }
    System.out.println(
        started.isEmpty() ? "Everything runs." : "Started: " + String.join(", ", started) + ".");
    return 0;
  }
}
