package dev.baton.lab.pair;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabException;
import dev.baton.lab.machine.LabHost;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The agent as a service of systemd: by the files that its own {@code units} prints. */
final class AgentUnits {

  static final String AGENT = "baton-agent.service";

  /** The line before each file, which says where it belongs. */
  private static final Pattern FILE = Pattern.compile("# (/etc/systemd/system/\\S+)");

  private final LabHost host;

  AgentUnits(LabHost host) {
    this.host = host;
  }

  /** Writes the files where they say they belong; started is nothing. */
  void install() {
    files(printed())
        .forEach((file, text) ->
            host.runWith(
                text, "sh", "-c", "mkdir -p ${1%/*} && cat > $1 && chmod 644 $1", "sh", file));
    host.run("systemctl", "daemon-reload");
    host.run("systemctl", "--quiet", "enable", AGENT);
  }

  private String printed() {
    return host.run(
        HostPrograms.java(),
        "-XX:TieredStopAtLevel=1",
        "-jar",
        "/srv/baton/baton-agent.jar",
        "units",
        "/srv/baton/agent.policy");
  }

  /** The text of each file by its path, in the order printed. */
  static Map<String, String> files(String printed) {
    Map<String, String> files = new LinkedHashMap<>();
    String file = "";
    for (String line : printed.lines().toList()) {
      Matcher matcher = FILE.matcher(line);
      if (matcher.matches()) {
        file = matcher.group(1);
      }
      files.merge(file, line + "\n", String::concat);
    }
    if (files.containsKey("")) {
      throw new LabException("units prints text before the first file: " + files.get(""));
    }
    return files;
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
