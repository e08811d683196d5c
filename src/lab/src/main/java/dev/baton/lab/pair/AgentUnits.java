package dev.baton.lab.pair;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabHost;
import java.time.Duration;

/** The agent as a service of systemd: by the files that its own {@code units} writes. */
final class AgentUnits {

  static final String AGENT = "baton-agent.service";

  private final LabHost host;

  AgentUnits(LabHost host) {
    this.host = host;
  }

  /** Has it write its files; started is nothing. */
  void install() {
    host.run(
        HostPrograms.java(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        "/srv/baton/baton-agent.jar",
        "units",
        "/srv/baton/agent.policy",
        "--install",
        "/etc/systemd/system");
    host.run("systemctl", "daemon-reload");
    host.run("systemctl", "--quiet", "enable", AGENT);
  }

  /** Has systemd start it, and waits until it listens. */
  void start() {
    host.run("systemctl", "start", AGENT);
    Await.until(
        "the agent of %s to listen".formatted(host.name()),
        Duration.ofMinutes(3),
        () -> {
          if (host.succeeds("systemctl", "--quiet", "is-failed", AGENT)) {
            throw new LabException(
                "the agent of %s failed: %s".formatted(host.name(), host.bootMessages()));
          }
          Await.pause(Duration.ofMillis(80));
          return !host.run("ss", "-ltnH", "sport = :" + AgentService.PORT).isEmpty();
        });
  }
}
