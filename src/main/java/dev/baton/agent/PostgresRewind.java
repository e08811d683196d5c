package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Takes an old primary back to where it parted from the new one. If the child fails after it has
 * begun to write, the data folder is broken and only a base backup helps.
 *
 * <p>After a crash pg_rewind first lets the server recover in single-user mode. For that there must
 * be no signal file, and the checkpoint at the end of it must not recycle the log the rewind needs.
 */
final class PostgresRewind implements Work.Detached {

  /** What it says, with --progress, right before it writes for the first time. */
  private static final String WRITES_NOW = "need to copy";

  /** The owner's settings are put back at the end. */
  private static final Map<String, String> FOR_RECOVERY =
      Map.of("wal_keep_size", "1TB", "archive_mode", "off");

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
    server.rewinding().requireWhole();
    configuration.keep();
    server.rewinding().begun();
    letItRecover();
    return new Work.Child(
        server.program(
            "pg_rewind",
            "--target-pgdata=" + server.data(),
            "--source-server=" + source,
            "--progress"),
        Map.of());
  }

  private void letItRecover() throws IOException {
    boolean unused = Files.deleteIfExists(server.data().resolve("standby.signal"));
    unused = Files.deleteIfExists(server.data().resolve("recovery.signal"));
    Path auto = server.data().resolve("postgresql.auto.conf");
    Durable.replace(auto, AutoConfiguration.with(auto, FOR_RECOVERY));
    Accounts.give(auto, Optional.of(server.policy().user()));
  }

  /** Whatever came of it, it can only come up as a standby from here on. */
  private void onlyAsStandby() throws IOException {
    Path signal = server.data().resolve("standby.signal");
    Durable.replace(signal, "");
    Accounts.give(signal, Optional.of(server.policy().user()));
  }

  @Override
  public Map<String, String> progress(Run run, Map<String, String> notes) {
    return Map.of();
  }

  @Override
  public Map<String, String> finish(Run run, Map<String, String> notes, Programs.Outcome outcome)
      throws FailedException, IOException {
    configuration.putBack();
    onlyAsStandby();
    boolean touched = outcome.output().contains(WRITES_NOW);
    if (outcome.succeeded() || !touched) {
      server.rewinding().over();
    }
    if (!outcome.succeeded()) {
      throw new FailedException(
          "pg_rewind: %s; the data folder is %s"
              .formatted(
                  outcome.lastLines(3), touched ? "broken, only a base backup helps" : "as it was"),
          Map.of("broken", Boolean.toString(touched)));
    }
    return Map.of("output", outcome.lastLines(3));
  }
}
