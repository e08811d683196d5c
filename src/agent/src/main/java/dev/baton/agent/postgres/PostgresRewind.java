package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.HostAction;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FullDisk;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rewinds an old primary to the point where it diverged from the new one. If the child fails after
 * it has begun to write, the data folder is broken and only a base backup helps.
 *
 * <p>After a crash the server first recovers in single-user mode ({@link RewindCommand}). For that
 * there must be no signal file, and the checkpoint at the end of it must not recycle the log the
 * rewind needs.
 */
public final class PostgresRewind implements HostAction.Detached {

  /** What it says, with --progress, right before it writes for the first time. */
  private static final String WRITES_NOW = "need to copy";

  /** The owner's settings are put back at the end. */
  private static final Map<String, String> FOR_RECOVERY =
      Map.of("wal_keep_size", "1TB", "archive_mode", "off");

  private final PostgresServer server;
  private final PreservedConfig configuration;

  public PostgresRewind(PostgresServer server, PreservedConfig configuration) {
    this.server = server;
    this.configuration = configuration;
  }

  @Override
  public HostAction.Child begin(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    if (server.postmaster().isPresent()) {
      throw new FailedException("PostgreSQL still runs; a rewind needs it stopped");
    }
    String source =
        server.remote(
            actionContext.param(ActionParameter.HOST),
            actionContext.param(ActionParameter.PORT),
            "dbname=postgres target_session_attrs=read-write");
    server.rewindMarker().requireWhole();
    Optional<String> grants =
        new PostgresRewindCheck(server).missingGrants(source, actionContext.deadline());
    if (grants.isPresent()) {
      throw untouched(new FailedException(grants.get()));
    }
    List<String> words = words(source, actionContext.deadline());
    configuration.keep();
    letItRecover();
    begun();
    return new HostAction.Child(words, Map.of());
  }

  private List<String> words(String source, Deadline deadline)
      throws FailedException, InterruptedException {
    try {
      int major = MajorVersion.ofPrograms(server, deadline);
      return RewindCommand.words(server, source, major, server.controlData().crashed());
    } catch (FailedException | IOException e) {
      throw untouched(e);
    }
  }

  private void letItRecover() throws FailedException, IOException, InterruptedException {
    try {
      AutoConfiguration.put(server.dataFolder(), FOR_RECOVERY);
    } catch (FailedException | IOException e) {
      configuration.forget();
      throw untouched(e);
    }
  }

  /** The last thing before the program starts: what fails up to here has broken nothing. */
  private void begun() throws FailedException, IOException, InterruptedException {
    try {
      ServiceFolder data = server.dataFolder();
      data.delete(PostgresServer.STANDBY_SIGNAL);
      data.delete("recovery.signal");
      server.rewindMarker().begun();
    } catch (FailedException | IOException e) {
      configuration.putBack();
      onlyAsStandby();
      throw untouched(e);
    }
  }

  private static FailedException untouched(Exception cause) {
    return new FailedException(
        "the rewind was not begun: %s; nothing was touched, mend that and retry"
            .formatted(cause.getMessage()),
        Map.of(EvidenceKey.BROKEN.wireName(), "false"));
  }

  /** Whatever came of it, it can only come up as a standby from here on. */
  private void onlyAsStandby() throws FailedException, IOException, InterruptedException {
    server.dataFolder().replace(PostgresServer.STANDBY_SIGNAL, "");
  }

  @Override
  public Map<String, String> progress(ActionContext actionContext, Map<String, String> notes) {
    return Map.of();
  }

  @Override
  public Map<String, String> finish(
      ActionContext actionContext, Map<String, String> notes, Programs.Exit outcome)
      throws FailedException, IOException, InterruptedException {
    configuration.putBack();
    onlyAsStandby();
    boolean touched = outcome.output().contains(WRITES_NOW);
    if (outcome.succeeded() || !touched) {
      server.rewindMarker().over();
    }
    if (!outcome.succeeded()) {
      throw new FailedException(
          "pg_rewind: %s; the data folder is %s"
              .formatted(
                  FullDisk.explain(outcome.lastLines(3), server.data()),
                  touched ? "broken, only a base backup helps" : "as it was"),
          Map.of(EvidenceKey.BROKEN.wireName(), Boolean.toString(touched)));
    }
    return Map.of(EvidenceKey.OUTPUT.wireName(), outcome.lastLines(3));
  }
}
