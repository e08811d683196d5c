package dev.baton.agent;

import java.io.IOException;
import java.util.Map;

/** Makes the standby a primary, through the resident session and nothing slower. */
final class PostgresPromote {

  private static final String STATE =
      """
      select pg_is_in_recovery(), to_char(clock_timestamp() at time zone 'UTC',
      'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')\
      """;
  private static final String TIMELINE =
      "select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int";

  private final PostgresServer server;

  PostgresPromote(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    PsqlSession session = server.session();
    long start = System.nanoTime();
    String[] state = ask(session, run);
    boolean already = state[0].equals("f");
    if (!already) {
      String accepted = session.change("select pg_promote(false)", run.deadline().left());
      if (!accepted.equals("t")) {
        throw new FailedException("pg_promote() answered '" + accepted + "'");
      }
      state = ask(session, run);
      while (state[0].equals("t")) {
        if (run.deadline().passed()) {
          throw new FailedException("it was told to promote and is still in recovery");
        }
        Thread.sleep(2);
        state = ask(session, run);
      }
    }
    return Map.of(
        "already", Boolean.toString(already),
        "timeline", session.query(TIMELINE, run.deadline().left()),
        "promoteMs", Long.toString(Waiting.millisSince(start)),
        "writableAt", state[1]);
  }

  private static String[] ask(PsqlSession session, Run run)
      throws FailedException, InterruptedException {
    String[] columns = session.query(STATE, run.deadline().left()).split("\\|", -1);
    if (columns.length != 2) {
      throw new FailedException("unexpected answer " + String.join("|", columns));
    }
    return columns;
  }
}
