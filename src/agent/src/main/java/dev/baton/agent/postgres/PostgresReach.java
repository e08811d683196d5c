package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.Map;

/**
 * Tests whether this host could replicate from another: opens and closes a replication connection.
 */
public final class PostgresReach {

  private final PostgresServer server;

  public PostgresReach(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String connection =
        server.remote(
            actionContext.param(ActionParameter.HOST),
            actionContext.param(ActionParameter.PORT),
            "dbname=postgres replication=true");
    Programs.Exit outcome =
        Programs.run(
            server.program("psql", "-XAtqw", connection, "-c", "IDENTIFY_SYSTEM"),
            actionContext.deadline());
    String[] columns = outcome.output().strip().split("\\|", -1);
    if (!outcome.succeeded() || columns.length < 3) {
      throw new FailedException(outcome.lastLines(2));
    }
    return Map.of(
        EvidenceKey.SYSTEM_IDENTIFIER.wireName(),
        columns[0],
        EvidenceKey.TIMELINE.wireName(),
        columns[1],
        EvidenceKey.LSN.wireName(),
        columns[2]);
  }
}
