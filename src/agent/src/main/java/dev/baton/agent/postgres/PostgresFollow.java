package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.policy.ConnectionInfo;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes the server a standby of another: signal file, connection, slot, then start or reload. */
public final class PostgresFollow {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final PostgresServer server;
  private final PostgresStart start;
  private final OfflineSettings files;
  private final PostgresSlots slots;

  public PostgresFollow(PostgresServer server) {
    this.server = server;
    this.files = new OfflineSettings(server);
    this.start = new PostgresStart(server);
    this.slots = new PostgresSlots(server);
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Map<String, String> settings = new LinkedHashMap<>();
    String stale = PostgresSlots.name(actionContext, ActionParameter.STALE);
    settings.put("primary_conninfo", connection(actionContext));
    settings.put("primary_slot_name", PostgresSlots.name(actionContext, ActionParameter.SLOT));
    settings.put("recovery_target_timeline", "latest");
    Optional<Postmaster> running = server.postmaster().filter(master -> !master.stopping());
    if (running.isEmpty()) {
      writeFiles(settings);
    } else {
      reload(settings);
    }
    Map<String, String> facts = new HashMap<>(start.start(true, actionContext.deadline()));
    // That of the other server alone: slots of backup tools and others are not ours.
    boolean unusedDropped = slots.drop(stale);
    String logical = slots.logicalLeft();
    if (!logical.isEmpty()) {
      facts.put(
          EvidenceKey.LEFT.wireName(),
          "logical slots stay on %s, where nobody reads them, and may keep WAL without limit: %s; drop each there with select pg_drop_replication_slot('NAME')"
              .formatted(server.host(), logical));
    }
    return facts;
  }

  /** In bytes, as it is written into a file. */
  private String connection(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    return ConnectionInfo.keeping(
        files.get("primary_conninfo", actionContext.deadline()),
        AutoConfiguration.bytes(
            server.remote(
                actionContext.param(ActionParameter.HOST),
                actionContext.param(ActionParameter.PORT),
                name(server))));
  }

  /** By it the primary knows who follows. */
  static String name(PostgresServer server) {
    return "application_name=" + server.host();
  }

  private void writeFiles(Map<String, String> settings)
      throws FailedException, IOException, InterruptedException {
    ServiceFolder data = server.dataFolder();
    AutoConfiguration.put(data, settings);
    data.replace(PostgresServer.STANDBY_SIGNAL, "");
  }

  private void reload(Map<String, String> settings) throws FailedException, InterruptedException {
    if (server.session().query("select pg_is_in_recovery()", LIMIT).equals("f")) {
      throw new FailedException("it runs as a primary; it must be stopped first");
    }
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      PostgresSettings.set(
          server.session(), setting.getKey(), AutoConfiguration.text(setting.getValue()));
    }
    server.session().execute("select pg_reload_conf()", LIMIT);
  }
}
