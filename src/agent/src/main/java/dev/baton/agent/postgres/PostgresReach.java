package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Tests whether this host could replicate from another: opens and closes a replication connection,
 * and an ordinary one where it could be rewound from it.
 */
public final class PostgresReach {

  private final PostgresServer server;

  public PostgresReach(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    String source =
        server.remote(
            actionContext.param(ActionParameter.HOST),
            actionContext.param(ActionParameter.PORT),
            "dbname=postgres");
    server.source().set(source);
    String connection = source + " replication=true";
    Programs.Exit outcome =
        Programs.run(
            server.program("psql", "-XAtqw", connection, "-c", "IDENTIFY_SYSTEM"),
            actionContext.deadline());
    String[] columns = outcome.lastLines(1).split("\\|", -1);
    if (!outcome.succeeded() || columns.length < 3) {
      throw new FailedException(outcome.lastLines(2));
    }
    requireSource(source, actionContext.deadline());
    return Map.of(
        EvidenceKey.SYSTEM_IDENTIFIER.wireName(),
        columns[0],
        EvidenceKey.TIMELINE.wireName(),
        columns[1],
        EvidenceKey.LSN.wireName(),
        columns[2]);
  }

  /** Who could be rewound from it must be let in for that, too. */
  private void requireSource(String source, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    PostgresRewindCheck rewind = new PostgresRewindCheck(server);
    Optional<String> flaw = rewind.possible() ? rewind.flaw(source, deadline) : Optional.empty();
    if (flaw.isPresent()) {
      throw new FailedException(flaw.get());
    }
  }
}
