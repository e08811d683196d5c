package dev.baton.lab;

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

  @Mixin private WhichLab which = new WhichLab();

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
        "%s boots; what its guard says is in %s.%n", name, host.folder().resolve("log/boot.log"));
    return 0;
  }
}
