package dev.baton.agent;

import java.io.IOException;
import java.util.Map;

/**
 * Takes an old primary back to where it parted from the new one. If the child fails after it has
 * begun to write, the data folder is broken and only a base backup helps.
 */
final class PostgresRewind implements Work.Detached {

  private final PostgresServer server;
  private final OwnConfiguration configuration;

  PostgresRewind(PostgresServer server, OwnConfiguration configuration) {
    this.server = server;
    this.configuration = configuration;
  }

  @Override
  public Work.Child begin(Run run) throws FailedException, IOException, InterruptedException {
    if (server.postmaster().isPresent()) {
      throw new FailedException("PostgreSQL still runs; a rewind needs it stopped");
    }
    String source =
        server.remote(
            run.param("host"),
            run.param("port"),
            "dbname=postgres target_session_attrs=read-write");
    configuration.keep();
    return new Work.Child(
        server.program(
            "pg_rewind",
            "--target-pgdata=" + server.data(),
            "--source-server=" + source,
            "--progress"),
        Map.of());
  }

  @Override
  public Map<String, String> progress(Run run, Map<String, String> notes) {
    return Map.of();
  }

  @Override
  public Map<String, String> finish(Run run, Map<String, String> notes, Programs.Outcome outcome)
      throws FailedException, IOException {
    configuration.putBack();
    if (!outcome.succeeded()) {
      boolean touched = outcome.output().contains("rewinding from last common checkpoint");
      throw new FailedException(
          "pg_rewind: " + outcome.lastLines(3), Map.of("broken", Boolean.toString(touched)));
    }
    return Map.of("output", outcome.lastLines(3));
  }
}
