package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the server a standby of another: signal file, connection, slot, then start or reload. */
final class PostgresFollow {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String DROP_STALE_SLOTS =
      """
      select pg_drop_replication_slot(slot_name) from pg_replication_slots
      where not active\
      """;

  private final PostgresServer server;
  private final PostgresStart start;

  PostgresFollow(PostgresServer server) {
    this.server = server;
    this.start = new PostgresStart(server);
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "primary_conninfo",
        server.remote(run.param("host"), run.param("port"), "application_name=" + server.host()));
    settings.put("primary_slot_name", PostgresSettings.slotName(run));
    settings.put("recovery_target_timeline", "latest");
    Optional<Postmaster> running = server.postmaster().filter(master -> !master.stopping());
    if (running.isEmpty()) {
      writeFiles(settings);
    } else {
      reload(settings);
    }
    Map<String, String> facts = start.start(true, run.deadline());
    server.session().execute(DROP_STALE_SLOTS, LIMIT);
    return facts;
  }

  private void writeFiles(Map<String, String> settings) throws IOException {
    Optional<String> user = Optional.of(server.policy().user());
    Path auto = server.data().resolve("postgresql.auto.conf");
    Durable.replace(auto, AutoConfiguration.with(auto, settings));
    Accounts.give(auto, user);
    Path signal = server.data().resolve("standby.signal");
    Durable.replace(signal, "");
    Accounts.give(signal, user);
  }

  private void reload(Map<String, String> settings) throws FailedException, InterruptedException {
    if (server.session().query("select pg_is_in_recovery()", LIMIT).equals("f")) {
      throw new FailedException("it runs as a primary; it must be stopped first");
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      PostgresSettings.set(server.session(), setting.getKey(), setting.getValue());
    }
    server.session().execute("select pg_reload_conf()", LIMIT);
  }
}
