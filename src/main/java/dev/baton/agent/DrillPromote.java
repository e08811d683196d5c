package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts the throw-away copy, promotes it and writes a row; it runs on until it is removed. */
final class DrillPromote {

  // Were any of these otherwise, it could reach production.
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

  private final ThrowAway copy;

  DrillPromote(PostgresServer server) {
    this.copy = new ThrowAway(server);
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    if (!copy.ours() || !Files.exists(copy.data().resolve("PG_VERSION"))) {
      throw new FailedException("there is no copy in %s to promote".formatted(copy.root()));
    }
    Map<String, String> facts = new TreeMap<>();
    long begun = System.nanoTime();
    start(run.deadline());
    facts.put("startMs", Long.toString(Waiting.millisSince(begun)));
    try (PsqlSession session = copy.session()) {
      promote(session, run.deadline(), facts);
    }
    facts.put("port", Integer.toString(copy.port()));
    facts.put("address", copy.address());
    return facts;
  }

  private void start(Deadline deadline) throws FailedException, IOException, InterruptedException {
    Optional<Process> child = Optional.empty();
    if (copy.postmaster().isEmpty()) {
      Process process =
          Programs.start(copy.server(), ProcessBuilder.Redirect.appendTo(copy.log().toFile()));
      process.getOutputStream().close();
      child = Optional.of(process);
    }
    Optional<Process> started = child;
    boolean ready =
        Waiting.until(
            () -> {
              if (started.isPresent() && !started.get().isAlive()) {
                throw new FailedException("the copy does not start: " + Tail.lines(copy.log(), 3));
              }
              return copy.postmaster().filter(Postmaster::ready).isPresent();
            },
            deadline);
    if (!ready) {
      throw new FailedException("the copy takes no connections yet: " + Tail.lines(copy.log(), 3));
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
    if (!Waiting.until(() -> session.query(RECOVERS, deadline.left()).equals("f"), deadline)) {
      throw new FailedException(
          "the copy was told to promote and is still in recovery: " + Tail.lines(copy.log(), 3));
    }
    facts.put("promoteMs", Long.toString(Waiting.millisSince(told)));
    session.execute(WRITE, deadline.left());
    facts.put("firstWriteMs", Long.toString(Waiting.millisSince(told)));
    String rows = session.query("select count(*) from baton_drill", deadline.left());
    if (!rows.equals("1")) {
      throw new FailedException("one row was written to the copy and %s are there".formatted(rows));
    }
    facts.put("rows", rows);
    facts.put("timeline", session.query(TIMELINE, deadline.left()));
  }
}
