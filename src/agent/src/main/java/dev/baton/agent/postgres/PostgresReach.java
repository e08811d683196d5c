package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/**
 * Tests whether this host could replicate from another: opens and closes a replication connection,
 * and an ordinary one where it could be rewound from it.
 */
public final class PostgresReach {

  /** PostgreSQL, "pg_isready": because of the parameters. */
  private static final int NOT_TRIED = 3;

  private final PostgresServer server;

  public PostgresReach(PostgresServer server) {
    this.server = server;
  }

  /**
   * Has libpq judge the options of the policy; asks nobody but the server of this host.
   *
   * @throws FailedException with its words if it would not so much as try to connect with them
   */
  public void requireOptions(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    String options = server.policy().replicationOptions();
    String program = "pg_isready";
    if (options.isEmpty() || !Files.isExecutable(server.policy().bin().resolve(program))) {
      return;
    }
    String connection =
        "%s host=%s port=%d".formatted(options, server.policy().socket(), server.policy().port());
    Programs.Exit outcome = Programs.run(server.program(program, "-d", connection), deadline);
    if (outcome.exitCode() == NOT_TRIED) {
      throw new FailedException(
          "postgres.replication.options: "
              + outcome.lastLines(1).replaceFirst("^pg_isready: ", ""));
    }
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
