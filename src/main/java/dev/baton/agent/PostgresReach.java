package dev.baton.agent;

import java.io.IOException;
import java.util.Map;

/** Tries whether this host could follow another: a replication connection, opened and closed. */
final class PostgresReach {

  private final PostgresServer server;

  PostgresReach(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    String connection =
        server.remote(run.param("host"), run.param("port"), "dbname=postgres replication=true");
    Programs.Outcome outcome =
        Programs.run(
            server.program("psql", "-XAtqw", connection, "-c", "IDENTIFY_SYSTEM"), run.deadline());
    String[] columns = outcome.output().strip().split("\\|", -1);
    if (!outcome.succeeded() || columns.length < 3) {
      throw new FailedException(outcome.lastLines(2));
    }
    return Map.of("systemIdentifier", columns[0], "timeline", columns[1], "lsn", columns[2]);
  }
}
