package dev.baton.agent.activity;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.util.Map;

/**
 * Says from where sessions are open, by address; {@code local} for the socket. Sessions of some age
 * apart: only an application that keeps its sessions can be expected to have one at any time.
 */
public final class PostgresClients {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private static final String SQL =
      """
      select coalesce(string_agg(distinct place, ' '), ''),
      coalesce(string_agg(distinct place, ' ') filter (where lasts), '')
      from (select case when client_addr is null or client_addr << '127.0.0.0/8'
          or client_addr = '::1' then 'local' else host(client_addr) end as place,
          backend_start < clock_timestamp() - interval '10 s' as lasts
          from pg_stat_activity where backend_type = 'client backend'
          and application_name not like 'baton-%') sessions\
      """;

  private final PostgresServer server;

  public PostgresClients(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws FailedException, InterruptedException {
    String[] columns = server.session().query(SQL, LIMIT).split("\\|", -1);
    return Map.of(
        EvidenceKey.CLIENTS.wireName(), columns[0], EvidenceKey.LASTING.wireName(), columns[1]);
  }
}
