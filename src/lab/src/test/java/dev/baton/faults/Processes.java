package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.machine.LabHost;
import dev.baton.lab.pair.Lab;
import java.time.Duration;

/** Kills and freezes what runs on a host. */
final class Processes {

  private Processes() {}

  static void kill(Lab lab, String process, String host) {
    switch (process) {
      case "postgresql" -> lab.postgres(host).kill();
      case "labgo" -> lab.labgo(host).kill();
      case "agent" -> lab.agent(host).signal("KILL");
      default -> throw new IllegalArgumentException(process);
    }
  }

  static void killControlPlane(Lab lab) {
    lab.controlPlane().signal("KILL");
    await().until(() -> !lab.controlPlane().running());
  }

  /** SIGSTOP to all of it, and SIGCONT when the time is over. */
  static void freeze(ScenarioContext scenarioContext, String process, String host, Duration time) {
    LabHost where = scenarioContext.lab().host(host);
    signal(where, process, "STOP");
    scenarioContext.after(time, () -> signal(where, process, "CONT"));
  }

  static void freezeControlPlane(ScenarioContext scenarioContext, Duration time) {
    scenarioContext.lab().controlPlane().signal("STOP");
    scenarioContext.after(time, () -> scenarioContext.lab().controlPlane().signal("CONT"));
  }

  /** What was never there, or has gone since, cannot be signalled and need not be. */
  private static void signal(LabHost host, String process, String signal) {
    String find =
        switch (process) {
          case "postgresql" -> "pkill -%s -u postgres";
          case "labgo" -> "pkill -%s -f dev[.]baton[.]lab[.]Labgo";
          case "agent" -> "pkill -%s -f baton-agent[.]jar";
          default -> throw new IllegalArgumentException(process);
        };
    if (host.on()) {
      host.run("sh", "-c", find.formatted(signal) + " || true");
    }
  }

  static void restartAgent(ScenarioContext scenarioContext, String host) {
    scenarioContext.lab().agent(host).signal("KILL");
    await().until(() -> !scenarioContext.lab().agent(host).running());
    scenarioContext.lab().agent(host).start();
  }
}
