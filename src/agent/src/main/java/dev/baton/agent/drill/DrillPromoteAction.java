package dev.baton.agent.drill;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.Postmaster;
import dev.baton.agent.postgres.PsqlSession;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts the throw-away copy, promotes it and writes a row; it runs on until it is removed. */
public final class DrillPromoteAction {

  // With any other value here the copy could reach production.
  private static final String ALONE =
      """
      select current_setting('primary_conninfo') = '' and current_setting('archive_mode') = 'off'
        and current_setting('cluster_name') = 'baton-drill'
        and not exists (select from pg_stat_wal_receiver)\
      """;
  private static final String RECOVERS = "select pg_is_in_recovery()";
  private static final String WRITE =
      "create table if not exists baton_drill as select clock_timestamp() as written";
  private static final String TIMELINE =
      "select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  private final ScratchCluster copy;

  public DrillPromoteAction(PostgresServer server) {
    this.copy = new ScratchCluster(server);
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    if (!copy.ours() || !Files.exists(copy.data().resolve("PG_VERSION"))) {
      throw new FailedException("there is no copy in %s to promote".formatted(copy.root()));
    }
    Map<String, String> facts = new TreeMap<>();
    long begun = System.nanoTime();
    start(actionContext.deadline());
    facts.put(EvidenceKey.START_MS.wireName(), Long.toString(Poll.millisSince(begun)));
    try (PsqlSession session = copy.session()) {
      promote(session, actionContext.deadline(), facts);
    }
    facts.put(EvidenceKey.PORT.wireName(), Integer.toString(copy.port()));
    facts.put(EvidenceKey.ADDRESS.wireName(), copy.address());
    return facts;
  }

  private void start(Deadline deadline) throws FailedException, IOException, InterruptedException {
    Optional<Process> child = Optional.empty();
    if (copy.postmaster().isEmpty()) {
      child = Optional.of(copy.launch(deadline));
    }
    Optional<Process> started = child;
    boolean ready =
        Poll.until(
            () -> {
              if (started.isPresent() && !started.get().isAlive()) {
                throw new FailedException(
                    "the copy does not start: "
                        + PostgresServer.firstWords(started.get())
                        + copy.lastWords());
              }
              return copy.postmaster().filter(Postmaster::ready).isPresent();
            },
            deadline);
    if (!ready) {
      throw new FailedException("the copy takes no connections yet: " + copy.lastWords());
    }
  }

  private void promote(PsqlSession session, Deadline deadline, Map<String, String> facts)
      throws FailedException, IOException, InterruptedException {
    if (!session.query(ALONE, deadline.left()).equals("t")) {
      throw new FailedException("the copy is not cut off from production; it is not promoted");
    }
    long told = System.nanoTime();
    if (session.query(RECOVERS, deadline.left()).equals("t")) {
      session.execute("select pg_promote(false)", deadline.left());
    }
    if (!Poll.until(() -> session.query(RECOVERS, deadline.left()).equals("f"), deadline)) {
      throw new FailedException(
          "the copy was told to promote and is still in recovery: " + copy.lastWords());
    }
    facts.put(EvidenceKey.PROMOTE_MS.wireName(), Long.toString(Poll.millisSince(told)));
    session.execute(WRITE, deadline.left());
    facts.put(EvidenceKey.FIRST_WRITE_MS.wireName(), Long.toString(Poll.millisSince(told)));
    String rows = session.query("select count(*) from baton_drill", deadline.left());
    if (!rows.equals("1")) {
      throw new FailedException("one row was written to the copy and %s are there".formatted(rows));
    }
    facts.put(EvidenceKey.ROWS.wireName(), rows);
    facts.put(EvidenceKey.TIMELINE.wireName(), session.query(TIMELINE, deadline.left()));
  }
}
