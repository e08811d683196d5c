package dev.baton.lab.cli;

import dev.baton.lab.machine.LabHost;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton lab off}: a power failure. */
@Command(
    name = "off",
    description = "Powers a host of a standing lab off: everything on it ends at once.",
    mixinStandardHelpOptions = true)
final class LabOff implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Parameters(paramLabel = "HOST", description = "east-app, east-db, west-app or west-db")
  private String name = "";

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    LabHost host = which.siteHost(name);
    boolean on = host.on();
    host.powerOff();
    System.out.printf(
        on ? "%s is off; ./baton lab on %1$s boots it.%n" : "%s was off already.%n", name);
    return 0;
  }
}
