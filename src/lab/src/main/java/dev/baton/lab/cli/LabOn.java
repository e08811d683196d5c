package dev.baton.lab.cli;

import dev.baton.lab.machine.LabHost;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton lab on}: the power is back. */
@Command(
    name = "on",
    description =
        "Boots a host of a standing lab. Its agent starts, and what its boot guard lets: see"
            + " hosts/HOST/log/boot.log in the lab's folder.",
    mixinStandardHelpOptions = true)
final class LabOn implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Parameters(paramLabel = "HOST", description = "east-app, east-db, west-app or west-db")
  private String name = "";

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    LabHost host = which.siteHost(name);
    if (host.on()) {
      System.out.printf("%s is on already.%n", name);
      return 0;
    }
    host.powerOn();
    System.out.printf(
        "%s boots; what its guard says is in %s.%n",
        name, host.systemd() ? "its journal" : host.folder().resolve("log/boot.log").toString());
    return 0;
  }
}
