package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.Lab;
import dev.baton.lab.LabHost;
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
  static void freeze(Stage stage, String process, String host, Duration time) {
    LabHost where = stage.lab().host(host);
    signal(where, process, "STOP");
    stage.after(time, () -> signal(where, process, "CONT"));
  }

  static void freezeControlPlane(Stage stage, Duration time) {
    stage.lab().controlPlane().signal("STOP");
    stage.after(time, () -> stage.lab().controlPlane().signal("CONT"));
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

  static void restartAgent(Stage stage, String host) {
    stage.lab().agent(host).signal("KILL");
    await().until(() -> !stage.lab().agent(host).running());
    stage.lab().agent(host).start();
  }
}
