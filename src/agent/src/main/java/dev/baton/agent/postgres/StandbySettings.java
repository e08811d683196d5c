package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.ConnectionInfo;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.Map;

/**
 * What the files of a running server say for the time in which it is a standby. On a primary nobody
 * notices it, and the next change of roles brings it into force.
 */
public final class StandbySettings {

  // What waits for a restart stands in the files alone, and comes with the start as a standby.
  private static final String SQL =
      """
      select coalesce(string_agg(format('%s %s:%s', name, sourcefile, sourceline), '; '
        order by name), '')
      from (select distinct on (lower(name)) lower(name) as name, setting, sourcefile, sourceline
        from pg_file_settings where lower(name) in ('archive_cleanup_command', 'hot_standby',
        'primary_slot_name', 'promote_trigger_file', 'recovery_end_command', 'recovery_target',
        'recovery_target_lsn', 'recovery_target_name', 'recovery_target_time',
        'recovery_target_xid', 'restore_command')
        and (error is null or error = 'setting could not be applied')
        order by lower(name), seqno desc) newest
      where case name when 'hot_standby' then not setting::bool else setting <> '' end\
      """;

  private final PostgresServer server;

  public StandbySettings(PostgresServer server) {
    this.server = server;
  }

  /** None where it does not run. */
  public Map<String, String> facts(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return server.postmaster().isEmpty()
        ? Map.of()
        : Map.of(
            EvidenceKey.STANDBY_SETTINGS.wireName(),
            server.session().query(SQL, deadline.left()),
            EvidenceKey.REPLACED_OPTIONS.wireName(),
            replaced(deadline));
  }

  /** Keywords of its own connection string that a change of roles gives another value. */
  private String replaced(Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    String fresh = server.remote("other", "1", PostgresFollow.name(server));
    return String.join(
        " ",
        ConnectionInfo.replaced(
            new OfflineSettings(server).get("primary_conninfo", deadline),
            AutoConfiguration.bytes(fresh)));
  }
}
