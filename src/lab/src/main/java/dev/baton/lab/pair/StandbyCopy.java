package dev.baton.lab.pair;

import dev.baton.lab.machine.Await;
import dev.baton.lab.machine.LabFiles;
import dev.baton.lab.machine.LabHost;
import dev.baton.lab.machine.LabPasswords;
import dev.baton.lab.machine.LabPostgres;
import dev.baton.lab.machine.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes one server the standby of another, whoever has made the servers. */
final class StandbyCopy {

  private final LabHost standby;
  private final LabPostgres server;
  private final String slot;
  private final String source;

  /**
   * @param passfile of the account that PostgreSQL runs as, as the standby's host sees it
   */
  StandbyCopy(LabHost primary, LabHost standby, String passfile) {
    this.standby = standby;
    this.server = new LabPostgres(standby);
    this.slot = standby.name().replace('-', '_');
    this.source =
        "host=%s port=5432 user=baton_replication passfile=%s application_name=%s"
            .formatted(Layout.ip(primary.name()), passfile, standby.name());
  }

  /** The roles of a pair, on the server that others will copy. */
  static void createRoles(LabPostgres primary, LabPasswords labPasswords) {
    primary.psql(
        "postgres",
        LabFiles.template(
            "setup.sql",
            Map.of(
                "replication",
                labPasswords.replication(),
                "application",
                labPasswords.application())));
  }

  /** The line of the password file by which one server gets to the other. */
  static String passfile(LabPasswords labPasswords) {
    return "*:*:*:baton_replication:" + labPasswords.replication() + "\n";
  }

  /** Fills the empty data folder, and makes the slot. */
  void take(String... options) {
    List<String> command =
        new ArrayList<>(List.of(server.program("pg_basebackup"), "-D", server.data()));
    command.addAll(List.of("-d", source, "-c", "fast", "-X", "stream", "-C", "-S", slot));
    command.addAll(List.of(options));
    server.asPostgres("", command.toArray(String[]::new));
  }

  /** The settings by which it follows. */
  String settings() {
    return """
    primary_conninfo = '%s'
    primary_slot_name = '%s'
    """
        .formatted(source, slot);
  }

  /** Starts it, and waits until it streams. */
  void start() {
    server.start();
    Await.until(
        standby.name() + " to stream",
        () ->
            server
                .query("select coalesce(max(status), 'none') from pg_stat_wal_receiver")
                .equals("streaming"));
  }
}
