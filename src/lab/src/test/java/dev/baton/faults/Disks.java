package dev.baton.faults;

import static org.awaitility.Awaitility.await;

import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPostgres;

/** Small disks of their own under one folder, and what fills them. */
final class Disks {

  private static final String DATA = "/srv/postgresql/data";
  private static final String STATE = "/srv/baton/state";

  private Disks() {}

  /** The database is stopped for it, and put back on its usual disk in the end. */
  static void smallDataFolder(ScenarioContext scenarioContext, String host) {
    LabPostgres postgres = scenarioContext.lab().postgres(host);
    postgres.stop();
    LabHost where = scenarioContext.lab().host(host);
    mount(where, DATA, 48);
    where.run("sh", "-c", "chown postgres: %1$s && chmod 700 %1$s".formatted(DATA));
    postgres.start();
    scenarioContext.toMend(() -> {
      boolean ran = where.succeeds("pgrep", "-u", "postgres", "-f", "bin/postgres");
      where.run("rm", "-f", DATA + "/filling");
      where.run("sh", "-c", "pkill -INT -u postgres -o postgres || true");
      unmount(where, DATA, "! pgrep -u postgres -f bin/postgres >/dev/null");
      if (ran) {
        postgres.start();
      }
    });
    scenarioContext.awaitServedAndWhole();
  }

  static void smallJournal(ScenarioContext scenarioContext, String host) {
    LabHost where = scenarioContext.lab().host(host);
    scenarioContext.lab().agent(host).signal("KILL");
    await().until(() -> !scenarioContext.lab().agent(host).running());
    mount(where, STATE, 1);
    scenarioContext.lab().agent(host).start();
    scenarioContext.toMend(() -> {
      where.run("rm", "-f", STATE + "/filling");
      where.run("sh", "-c", "pkill -KILL -f baton-agent[.]jar || true");
      unmount(where, STATE, "! pgrep -f baton-agent[.]jar >/dev/null");
    });
  }

  static void fillData(ScenarioContext scenarioContext, String host) {
    fill(scenarioContext.lab().host(host), DATA);
  }

  static void fillJournal(ScenarioContext scenarioContext, String host) {
    fill(scenarioContext.lab().host(host), STATE);
  }

  /** With what it holds now and that many megabytes to spare. */
  private static void mount(LabHost host, String folder, int spare) {
    host.run(
        "bash",
        "-ec",
        """
        used=$(du -sm %1$s | cut -f1)
        mkdir /tmp/new
        mount -t tmpfs -o size=$((used + %2$d))m,mode=755 tmpfs /tmp/new
        cp -a %1$s/. /tmp/new
        mount --move /tmp/new %1$s
        rmdir /tmp/new
        """
            .formatted(folder, spare));
  }

  /** What has changed on the small disk goes back to the big one. */
  private static void unmount(LabHost host, String folder, String quiet) {
    host.run(
        "bash",
        "-ec",
        """
        for try in {1..500}; do if %2$s; then break; fi; sleep 0.02; done
        mkdir /tmp/old
        mount --move %1$s /tmp/old
        find %1$s -mindepth 1 -delete
        cp -a /tmp/old/. %1$s
        umount /tmp/old
        rmdir /tmp/old
        """
            .formatted(folder, quiet));
  }

  private static void fill(LabHost host, String folder) {
    host.run(
        "sh",
        "-c",
        "dd if=/dev/zero of=%1$s/filling bs=64k 2>/dev/null; dd if=/dev/zero bs=512 >>%1$s/filling 2>/dev/null; true"
            .formatted(folder));
  }
}
