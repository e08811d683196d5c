package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads the timeline history files of the server. */
public final class PostgresHistory {

  private static final String LOG = "pg_wal"; // often a link to another disk

  private final PostgresServer server;

  public PostgresHistory(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    ControlData control = server.controlData();
    List<String> files = files();
    return Map.of(
        EvidenceKey.TIMELINE.wireName(), control.timeline(),
        EvidenceKey.HISTORY.wireName(), newest(files),
        EvidenceKey.MIN_RECOVERY_END.wireName(), control.get("Minimum recovery ending location"));
  }

  /** All history files as seen from the data folder, oldest timeline first; none on timeline 1. */
  List<String> files() throws FailedException, IOException, InterruptedException {
    return server.dataFolder().names(LOG).stream()
        .filter(name -> name.matches("[0-9A-F]{8}\\.history"))
        .map(name -> LOG + "/" + name)
        .toList();
  }

  /** Text of the last of them. */
  String newest(List<String> files) throws FailedException, IOException, InterruptedException {
    return files.isEmpty() ? "" : server.dataFolder().read(files.getLast());
  }
}
