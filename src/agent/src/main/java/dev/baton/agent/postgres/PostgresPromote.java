package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Tail;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Promotes the standby through the resident session, the fastest way there is. */
public final class PostgresPromote {

  private static final String STATE =
      """
      select pg_is_in_recovery(), to_char(clock_timestamp() at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')\
      """;
  private static final String TIMELINE =
      "select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final PostgresServer server;

  public PostgresPromote(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    PsqlSession session = server.session();
    long start = System.nanoTime();
    String[] state = ask(session, actionContext);
    boolean already = state[0].equals("f");
    if (!already) {
      String accepted = session.change("select pg_promote(false)", actionContext.deadline().left());
      if (!accepted.equals("t")) {
        throw new FailedException("pg_promote() answered '" + accepted + "'");
      }
      state = awaitEnd(session, actionContext);
    }
    return Map.of(
        EvidenceKey.ALREADY.wireName(), Boolean.toString(already),
        EvidenceKey.TIMELINE.wireName(), session.query(TIMELINE, actionContext.deadline().left()),
        EvidenceKey.PROMOTE_MS.wireName(), Long.toString(Poll.millisSince(start)),
        EvidenceKey.WRITABLE_AT.wireName(), state[1]);
  }

  /** The state after recovery; what it waits for is told once a second until then. */
  private String[] awaitEnd(PsqlSession session, ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    Deadline next = Deadline.in(SECOND);
    String waits = "";
    String[] state = ask(session, actionContext);
    while (state[0].equals("t")) {
      if (next.passed()) {
        next = Deadline.in(SECOND);
        waits = waits();
        actionContext.progress().accept(Map.of(EvidenceKey.WHY.wireName(), waits));
      }
      if (actionContext.deadline().passed()) {
        String log = Tail.lines(server.policy().log(), server.account(), 3);
        throw new FailedException(
            "it was told to promote and is still in recovery, %s; its log: %s"
                .formatted(waits.isEmpty() ? waits() : waits, log));
      }
      Thread.sleep(2);
      state = ask(session, actionContext);
    }
    return state;
  }

  private String waits() throws IOException {
    return server
        .postmaster()
        .flatMap(Postmaster::replaying)
        .map(title -> "its process title: " + title)
        .orElse("no process of it replays");
  }

  private static String[] ask(PsqlSession session, ActionContext actionContext)
      throws FailedException, InterruptedException {
    Duration left = actionContext.deadline().left(); // a late answer still says how far it came
    Duration limit = left.compareTo(SECOND) < 0 ? SECOND : left;
    String[] columns = session.query(STATE, limit).split("\\|", -1);
    if (columns.length != 2) {
      throw new FailedException("unexpected answer " + String.join("|", columns));
    }
    return columns;
  }
}
