package dev.baton.lab.cli;

import dev.baton.lab.client.Api;
import dev.baton.lab.pair.ControlPlane;
import dev.baton.lab.pair.Lab;
import dev.baton.lab.pair.LabDescription;
import dev.baton.lab.pair.LabOptions;
import dev.baton.lab.pair.Registration;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton lab up}: builds a lab and leaves it standing. */
@Command(
    name = "up",
    description =
        "Builds a lab and leaves it standing: two sites, agents, control plane, a registered pair.",
    mixinStandardHelpOptions = true)
final class LabUp implements Callable<Integer> {

  @Mixin private LabSelector which = new LabSelector();

  @Option(
      names = "--port",
      defaultValue = "0",
      description = "loopback port of this machine for the control plane (default: 8400 if free)")
  private int port;

  @Option(
      names = "--bare",
      description = "hosts, PostgreSQL and labgo only: no agents and no control plane")
  private boolean bare;

  @Option(
      names = "--systemd",
      description =
          "the sites' hosts boot systemd, with PostgreSQL and units as Debian installs them; makes"
              + " their root file system at first use")
  private boolean systemd;

  @Option(
      names = "--boot-ms",
      defaultValue = "1000",
      description = "how long labgo takes to boot at least (default: ${DEFAULT-VALUE})")
  private int bootMillis;

  @Override
  public Integer call() {
    if (which.refused()) {
      return LabCommand.WRONG_USE;
    }
    LabOptions options =
        which
            .options()
            .on(port)
            .booting(Duration.ofMillis(bootMillis))
            .telling(line -> System.err.println("lab: " + line));
    if (systemd) {
      options = options.onSystemd();
    }
    Lab lab = Lab.up(bare ? options.bare() : options);
    if (!bare) {
      ControlPlane control = lab.controlPlane();
      Registration.with(new Api(control.url(), control.token()), "lab up");
    }
    lab.leaveStanding();
    System.out.println(LabDescription.describe(options.layout()));
    return 0;
  }
}
