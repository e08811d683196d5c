package dev.baton.lab;

import java.nio.file.Path;
import java.util.Map;

/** Makes a primary and a standby that streams from it, ready for either direction. */
final class PostgresPair {

  private static final String HOME = "/srv/postgresql";

  private final Secrets secrets;

  PostgresPair(Secrets secrets) {
    this.secrets = secrets;
  }

  void create(LabHost primary, LabHost standby) {
    prepare(primary);
    prepare(standby);
    PostgresServer first = new PostgresServer(primary);
    // Without the sync at the end: the servers themselves run with fsync on.
    first.asPostgres(
        "",
        PostgresServer.BIN + "initdb",
        "-N",
        "--no-instructions",
        "--auth-local=peer",
        "--auth-host=scram-sha-256",
        "--pwfile=" + HOME + "/superuser",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "-D",
        PostgresServer.DATA);
    primary.run("rm", HOME + "/superuser");
    Path data = primary.folder().resolve("postgresql/data");
    LabFiles.write(data.resolve("pg_hba.conf"), LabFiles.template("pg_hba.conf", Map.of()));
    LabFiles.append(
        data.resolve("postgresql.conf"), LabFiles.template("postgresql.conf", Map.of()));
    first.start();
    first.psql(
        "postgres",
        LabFiles.template(
            "setup.sql",
            Map.of("replication", secrets.replication(), "application", secrets.application())));
    follow(primary, standby);
  }

  private void prepare(LabHost host) {
    Path home = host.folder().resolve("postgresql");
    LabFiles.writeSecret(
        home.resolve(".pgpass"), "*:*:*:baton_replication:" + secrets.replication() + "\n");
    LabFiles.writeSecret(home.resolve("superuser"), Secrets.random().application());
    host.run("chown", "-R", "postgres:postgres", HOME);
  }

  private static void follow(LabHost primary, LabHost standby) {
    PostgresServer second = new PostgresServer(standby);
    String slot = standby.name().replace('-', '_');
    String source =
        "host=%s port=5432 user=baton_replication passfile=%s/.pgpass application_name=%s"
            .formatted(Layout.ip(primary.name()), HOME, standby.name());
    second.asPostgres(
        "",
        PostgresServer.BIN + "pg_basebackup",
        "--no-sync",
        "-D",
        PostgresServer.DATA,
        "-d",
        source,
        "-c",
        "fast",
        "-X",
        "stream",
        "-C",
        "-S",
        slot);
    Path data = standby.folder().resolve("postgresql/data");
    LabFiles.append(
        data.resolve("postgresql.auto.conf"),
        """
        primary_conninfo = '%s'
        primary_slot_name = '%s'
        recovery_target_timeline = 'latest'
        """
            .formatted(source, slot));
    second.asPostgres("", "touch", PostgresServer.DATA + "/standby.signal");
    standby.run("rm", HOME + "/superuser");
    second.start();
    Waiting.until(
        standby.name() + " to stream",
        () ->
            second
                .query("select coalesce(max(status), 'none') from pg_stat_wal_receiver")
                .equals("streaming"));
  }
}
