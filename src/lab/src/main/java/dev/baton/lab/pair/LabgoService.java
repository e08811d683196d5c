package dev.baton.lab.pair;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.HostPrograms;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPasswords;
import dev.baton.lab.machine.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** labgo, the stand-in for GoCD, as it is installed on one application host. */
public final class LabgoService {

  /** Its unit, on a host that boots systemd. */
  public static final String UNIT = "labgo.service";

  private static final String COMMAND = "/srv/go/bin/labgo";

  // Without curl, which a bare machine need not have.
  private static final String UP =
      "exec 3<>/dev/tcp/127.0.0.1/8153 && printf 'GET /go/api/v1/health HTTP/1.0\\r\\n\\r\\n' >&3"
          + " && read -r line <&3 && [[ $line == *200* ]]";

  private final LabHost host;

  LabgoService(LabHost host) {
    this.host = host;
  }

  /** Puts it there, stopped, with the same configuration everywhere but its own database. */
  void install(
      BuildArtifacts buildArtifacts,
      LabPasswords labPasswords,
      String databaseHost,
      Duration boot) {
    Path home = host.folder().resolve("go");
    for (String folder : new String[] {"log", "work", "plugins/external"}) {
      LabFiles.folder(home.resolve(folder));
    }
    LabFiles.copy(buildArtifacts.labgoJars(), home.resolve("lib"));
    Path script = home.resolve("bin/labgo");
    LabFiles.write(script, LabFiles.template("labgo.sh", Map.of("java", HostPrograms.java())));
    LabFiles.mode(script, "rwxr-xr-x");
    LabFiles.writeSecret(home.resolve("token"), labPasswords.token() + "\n");
    LabFiles.write(
        home.resolve("etc/cruise-config.xml"), LabFiles.template("cruise-config.xml", Map.of()));
    LabFiles.writeSecret(home.resolve("etc/cipher.aes"), labPasswords.token() + "\n");
    LabFiles.write(home.resolve("plugins/external/lab-plugin.jar"), "not really a plugin\n");
    bootsIn(boot);
    LabFiles.writeSecret(
        home.resolve("etc/db.properties"),
        """
        db.driver=org.postgresql.Driver
        db.url=jdbc:postgresql://%s:5432/gocd
        db.user=gocd
        db.password=%s
        """
            .formatted(Layout.ip(databaseHost), labPasswords.application()));
    if (host.systemd()) {
      host.runWith(
          LabFiles.template("labgo.service", Map.of()),
          "sh",
          "-c",
          "cat > /etc/systemd/system/" + UNIT);
      host.run("systemctl", "daemon-reload");
      host.run("systemctl", "--quiet", "enable", UNIT);
    }
  }

  /** Its next boots take that long at least. */
  public void bootsIn(Duration boot) {
    LabFiles.write(
        host.folder().resolve("go/etc/wrapper-properties.conf"),
        LabFiles.template(
            "wrapper-properties.conf", Map.of("boot", Long.toString(boot.toMillis()))));
  }

  /** Spawns it; it answers 503 until it has booted. */
  public void start() {
    order("start");
  }

  public void stop() {
    order("stop");
  }

  private void order(String verb) {
    if (host.systemd()) {
      host.run("systemctl", verb, UNIT);
    } else {
      host.run(COMMAND, verb);
    }
  }

  /** SIGKILL, and waits until it is gone. */
  public void kill() {
    host.run(COMMAND, "kill");
  }

  public boolean running() {
    return host.succeeds(COMMAND, "status");
  }

  /** Makes its next boots fail, or lets them succeed again. */
  public void failAtBoot(boolean fail) {
    Path hook = host.folder().resolve("go/etc/fail-at-boot");
    if (fail) {
      LabFiles.write(hook, "");
    } else {
      LabFiles.remove(hook);
    }
  }

  /**
   * Replaces a file that both sites must have alike, as somebody changing the configuration does.
   */
  public void configure(String file, String text) {
    LabFiles.write(host.folder().resolve("go/etc").resolve(file), text);
  }

  /** The text of that configuration file. */
  public String configuration(String file) {
    return String.join("\n", LabFiles.lines(host.folder().resolve("go/etc").resolve(file)));
  }

  /** Waits until it has booted. */
  public void awaitUp() {
    Await.until("labgo to be up on " + host.name(), () -> host.succeeds("bash", "-c", UP));
  }
}
