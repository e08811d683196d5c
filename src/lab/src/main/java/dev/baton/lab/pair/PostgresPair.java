package dev.baton.lab.pair;

import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPasswords;
import dev.baton.lab.machine.LabPostgres;
import java.nio.file.Path;
import java.util.Map;

/** Makes a primary and a standby that streams from it, ready for either direction. */
final class PostgresPair {

  private static final String HOME = "/srv/postgresql";

  private final LabPasswords labPasswords;

  PostgresPair(LabPasswords labPasswords) {
    this.labPasswords = labPasswords;
  }

  void create(LabHost primary, LabHost standby) {
    prepare(primary);
    prepare(standby);
    LabPostgres first = new LabPostgres(primary);
    // Without the sync at the end: the servers themselves run with fsync on.
    first.asPostgres(
        "",
        LabPostgres.BIN + "initdb",
        "-N",
        "--no-instructions",
        "--auth-local=peer",
        "--auth-host=scram-sha-256",
        "--pwfile=" + HOME + "/superuser",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "-D",
        LabPostgres.DATA);
    primary.run("rm", HOME + "/superuser");
    Path data = primary.folder().resolve("postgresql/data");
    LabFiles.write(data.resolve("pg_hba.conf"), LabFiles.template("pg_hba.conf", Map.of()));
    LabFiles.append(
        data.resolve("postgresql.conf"), LabFiles.template("postgresql.conf", Map.of()));
    first.start();
    StandbyCopy.createRoles(first, labPasswords);
    follow(primary, standby);
  }

  private void prepare(LabHost host) {
    Path home = host.folder().resolve("postgresql");
    LabFiles.writeSecret(home.resolve(".pgpass"), StandbyCopy.passfile(labPasswords));
    LabFiles.writeSecret(home.resolve("superuser"), LabPasswords.random().application());
    host.run("chown", "-R", "postgres:postgres", HOME);
  }

  private static void follow(LabHost primary, LabHost standby) {
    StandbyCopy copy = new StandbyCopy(primary, standby, HOME + "/.pgpass");
    copy.take("--no-sync");
    Path data = standby.folder().resolve("postgresql/data");
    LabFiles.append(
        data.resolve("postgresql.auto.conf"),
        copy.settings() + "recovery_target_timeline = 'latest'\n");
    new LabPostgres(standby).asPostgres("", "touch", LabPostgres.DATA + "/standby.signal");
    standby.run("rm", HOME + "/superuser");
    copy.start();
  }
}
