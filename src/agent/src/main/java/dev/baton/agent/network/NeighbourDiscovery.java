package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * IPv6: ndisc6 asks who has the address. The kernel asks once more by itself, before it uses an
 * address that was added, and tells all neighbours after that.
 */
final class NeighbourDiscovery implements Neighbours {

  private static final int ANSWERED = 0;
  private static final int SILENT = 2;
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final String ip;
  private final String device;
  private final LinkPrograms programs;

  NeighbourDiscovery(String ip, String device, LinkPrograms programs) {
    this.ip = ip;
    this.device = device;
    this.programs = programs;
  }

  @Override
  public Optional<String> owner(int questions, Duration silence)
      throws IOException, FailedException, InterruptedException {
    long millis = silence.toMillis() / questions;
    Programs.Exit exit =
        programs.run(
            Deadline.in(silence.plus(MARGIN)),
            List.of(
                "/usr/bin/ndisc6",
                "-1",
                "-n",
                "-q",
                "-r",
                Integer.toString(questions),
                "-w",
                Long.toString(millis),
                ip,
                device));
    return switch (exit.exitCode()) {
      case ANSWERED -> Optional.of(exit.lastLines(1));
      case SILENT -> Optional.empty();
      default -> throw exit.failed("ndisc6", 1);
    };
  }

  /**
   * The kernel's own question costs one to two seconds, and is kept all the same: with {@code
   * nodad} two hosts that add it at the same moment both have it, and nobody tells the neighbours.
   * {@code preferred_lft 0} keeps this host's own connections from being made from an address that
   * is going to leave it.
   */
  @Override
  public List<String> prepare(Deadline deadline)
      throws IOException, FailedException, InterruptedException {
    // With slashes: a dot may be part of the device's name.
    String setting = "net/ipv6/conf/%s/ndisc_notify=1".formatted(device);
    Programs.Exit exit = programs.run(deadline, List.of("/usr/sbin/sysctl", "-q", "-w", setting));
    if (!exit.succeeded()) {
      throw new FailedException("sysctl %s: %s".formatted(setting, exit.lastLines(1)));
    }
    return List.of("preferred_lft", "0");
  }
}
