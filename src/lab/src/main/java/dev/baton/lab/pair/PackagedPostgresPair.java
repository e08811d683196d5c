package dev.baton.lab.pair;

import dev.baton.lab.machine.DebianRelease;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPasswords;
import dev.baton.lab.machine.LabPostgres;
import java.util.Map;

/**
 * A primary and a standby out of the clusters that Debian's package has made and systemd has
 * started: what an administrator does to them by hand, and nothing else.
 */
final class PackagedPostgresPair {

  private static final String PASSFILE = "/var/lib/postgresql/.pgpass";

  private final LabPasswords labPasswords;

  PackagedPostgresPair(LabPasswords labPasswords) {
    this.labPasswords = labPasswords;
  }

  void create(LabHost primary, LabHost standby) {
    // As after an installation: all hosts have come with the files of one.
    primary.run("pg_dropcluster", "--stop", version(), "main");
    primary.run("pg_createcluster", version(), "main");
    configure(primary);
    configure(standby);
    LabPostgres first = new LabPostgres(primary);
    first.start();
    StandbyCopy.createRoles(first, labPasswords);
    follow(primary, standby);
  }

  private static String version() {
    return Integer.toString(DebianRelease.ofHosts().postgres());
  }

  private void configure(LabHost host) {
    String configuration = "/etc/postgresql/%s/main".formatted(version());
    put(
        host,
        configuration + "/conf.d/replication.conf",
        LabFiles.template("packaged-postgresql.conf", Map.of()));
    host.runWith(
        LabFiles.template("packaged-pg_hba.conf", Map.of()),
        "sh",
        "-c",
        "cat >> " + configuration + "/pg_hba.conf");
    put(host, PASSFILE, StandbyCopy.passfile(labPasswords));
  }

  private static void put(LabHost host, String file, String text) {
    host.runWith(text, "sh", "-c", "umask 077; cat > $1; chown postgres:postgres $1", "sh", file);
  }

  private static void follow(LabHost primary, LabHost standby) {
    LabPostgres second = new LabPostgres(standby);
    StandbyCopy copy = new StandbyCopy(primary, standby, PASSFILE);
    second.stop();
    standby.run("find", second.data(), "-mindepth", "1", "-delete");
    copy.take();
    second.asPostgres(
        copy.settings(),
        "sh",
        "-c",
        "cd $1; cat >> postgresql.auto.conf; touch standby.signal",
        "sh",
        second.data());
    copy.start();
  }
}
