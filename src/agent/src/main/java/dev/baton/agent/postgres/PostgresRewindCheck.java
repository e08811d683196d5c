package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderScript;
import dev.baton.agent.os.FolderSize;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks for what would make a rewind fail half-way, without touching anything. */
public final class PostgresRewindCheck {

  private static final String MOST_NAMES = "20";
  private static final Duration SHORT = Duration.ofSeconds(2);

  /** PostgreSQL, "pg_rewind": what a role that is no superuser must be granted. */
  private static final String RIGHTS =
      """
      select 'missing:' || coalesce(string_agg(name, ', '), '') from unnest(array[
        'pg_ls_dir(text, boolean, boolean)', 'pg_stat_file(text, boolean)',
        'pg_read_binary_file(text)', 'pg_read_binary_file(text, bigint, bigint, boolean)']) as name
      where not has_function_privilege(name, 'execute')\
      """;

  private final PostgresServer server;

  public PostgresRewindCheck(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    ControlData control = server.controlData();
    Path log = server.data().resolve("pg_wal");
    Map<String, String> facts = new TreeMap<>();
    String fork = actionContext.param(ActionParameter.FORK);
    Lsn from = Lsn.of(fork.isEmpty() ? control.get("Latest checkpoint location") : fork);
    facts.put(
        EvidenceKey.MISSING_WAL.wireName(),
        control.walFiles(server.data()).missing(from, control.timeline()));
    facts.put(EvidenceKey.UNWRITABLE.wireName(), unwritable(actionContext.deadline()));
    // What is fetched is about what was changed on both sides, and the other side's log.
    facts.put(EvidenceKey.NEEDED_BYTES.wireName(), Long.toString(FolderSize.of(log.toRealPath())));
    facts.put(EvidenceKey.FREE_BYTES.wireName(), Long.toString(PostgresSize.free(server.data())));
    String source = server.source().get();
    if (!source.isEmpty()) {
      Deadline soon = actionContext.deadline().orIn(SHORT);
      flaw(source, soon).ifPresent(flaw -> facts.put(EvidenceKey.FIRST.wireName(), flaw));
    }
    return facts;
  }

  /** Whether this host's database could ever be rewound; if not, no source needs to be fit. */
  boolean possible() throws FailedException, IOException, InterruptedException {
    if (!Files.isExecutable(server.policy().bin().resolve("pg_rewind")) || !server.hasData()) {
      return false;
    }
    Evidence control = Evidence.of(server.controlData().facts());
    return control.flag(EvidenceKey.WAL_LOG_HINTS) || control.flag(EvidenceKey.DATA_CHECKSUMS);
  }

  /** What the other server lacks as the source of a rewind, and what to do there. */
  Optional<String> flaw(String source, Deadline deadline) throws IOException, InterruptedException {
    try {
      Programs.Exit answer = rights(source, deadline);
      return answer.succeeded() ? grants(answer) : Optional.of(closed(answer.lastLines(2)));
    } catch (FailedException late) {
      return Optional.of(closed(String.valueOf(late.getMessage())));
    }
  }

  /**
   * The functions the role of this host may not call there; nothing when it may call all of them,
   * or when the other server does not answer.
   */
  Optional<String> missingGrants(String source, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Programs.Exit answer = rights(source, deadline);
    return answer.succeeded() ? grants(answer) : Optional.empty();
  }

  private Programs.Exit rights(String source, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return Programs.run(server.program("psql", "-XAtqw", source, "-c", RIGHTS), deadline);
  }

  private Optional<String> grants(Programs.Exit answer) {
    // Warnings of psql, about the mode of its password file for example, come before the answer.
    String missing = answer.lastLines(1).replaceFirst("^missing:", "");
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a rewind reads the other server through functions that its role may not call; in database postgres of the primary run GRANT EXECUTE ON FUNCTION %s TO \"%s\"; then look again"
                .formatted(missing, server.policy().replicationUser()));
  }

  private String closed(String words) {
    return "a rewind needs a connection of role %s to database postgres of the other server (%s); allow it in pg_hba.conf there"
        .formatted(server.policy().replicationUser(), words);
  }

  /** pg_rewind stops, half-way, at the first file or folder that its account cannot write. */
  private String unwritable(Deadline whole)
      throws FailedException, IOException, InterruptedException {
    Deadline deadline = Deadline.in(whole.left().dividedBy(2));
    ServiceFolder data = server.dataFolder();
    try {
      return data.outcome(
              Programs.run(data.words(FolderScript.UNWRITABLE, ".", MOST_NAMES), deadline))
          .lines()
          .map(name -> name.replaceFirst("^\\./", ""))
          .collect(Collectors.joining(" "));
    } catch (FailedException e) {
      // A folder too large to be looked through in time must not keep a copy from being chosen.
      if (deadline.passed()) {
        return "";
      }
      throw e;
    }
  }
}
