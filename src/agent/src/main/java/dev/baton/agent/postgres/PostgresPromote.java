package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
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
      state = ask(session, actionContext);
      while (state[0].equals("t")) {
        if (actionContext.deadline().passed()) {
          throw new FailedException("it was told to promote and is still in recovery");
        }
        Thread.sleep(2);
        state = ask(session, actionContext);
      }
    }
    return Map.of(
        EvidenceKey.ALREADY.wireName(), Boolean.toString(already),
        EvidenceKey.TIMELINE.wireName(), session.query(TIMELINE, actionContext.deadline().left()),
        EvidenceKey.PROMOTE_MS.wireName(), Long.toString(Poll.millisSince(start)),
        EvidenceKey.WRITABLE_AT.wireName(), state[1]);
  }

  private static String[] ask(PsqlSession session, ActionContext actionContext)
      throws FailedException, InterruptedException {
    String[] columns = session.query(STATE, actionContext.deadline().left()).split("\\|", -1);
    if (columns.length != 2) {
      throw new FailedException("unexpected answer " + String.join("|", columns));
    }
    return columns;
  }
}
