package dev.baton.agent;

import dev.baton.action.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where the server stands: what it says itself while it runs, else what its control data say. */
final class PostgresPosition {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  // A standby has no function for the timeline it replays: the newest of what it knows is it.
  private static final String SQL =
      """
      with r as (select pg_is_in_recovery() as standby),
      w as (select * from (select 1) one left join pg_stat_wal_receiver on true),
      c as (select * from pg_control_system(), pg_control_checkpoint(), pg_control_recovery()),
      s as (select count(*) as senders, string_agg(concat_ws(':', application_name, state,
            sync_state, sent_lsn, replay_lsn), ',' order by application_name) as list
            from pg_stat_replication)
      select json_strip_nulls(json_build_object(
      'inRecovery', r.standby::text,
      'writable', (not r.standby
          and current_setting('default_transaction_read_only') = 'off')::text,
      'systemIdentifier', c.system_identifier::text,
      'timeline', (case when r.standby
          then greatest(c.timeline_id, c.min_recovery_end_timeline, w.received_tli)
          else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end)::text,
      'version', current_setting('server_version'),
      'writeLsn', (case when not r.standby then pg_current_wal_lsn() end)::text,
      'receiveLsn', (case when r.standby then pg_last_wal_receive_lsn() end)::text,
      'replayLsn', (case when r.standby then pg_last_wal_replay_lsn() end)::text,
      'replayAt', (case when r.standby then to_char(pg_last_xact_replay_timestamp()
          at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') end),
      'replayPaused', (case when r.standby then pg_is_wal_replay_paused() end)::text,
      'receiver', coalesce(w.status, 'none'),
      'receiverTimeline', w.received_tli::text,
      'senderHost', w.sender_host,
      'receiverHeardAt', to_char(w.last_msg_receipt_time
          at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'readAt', to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'standbys', coalesce(s.list, ''),
      'synchronousStandbyNames', current_setting('synchronous_standby_names'),
      'maxWalSenders', current_setting('max_wal_senders'),
      'freeWalSenders', (current_setting('max_wal_senders')::int - s.senders)::text,
      'walLogHints', (current_setting('wal_log_hints') = 'on')::text,
      'dataChecksums', (current_setting('data_checksums') = 'on')::text,
      'fullPageWrites', (current_setting('full_page_writes') = 'on')::text,
      'settingsError', (select string_agg(concat_ws(' ', name, error), ', ')
          from pg_file_settings where error is not null),
      'archiverFailing', (select (current_setting('archive_mode') <> 'off'
          and coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false))::text
          from pg_stat_archiver)
      )) from r, w, c, s\
      """;

  private final PostgresServer server;
  private String cachedControl = "";
  private Map<String, String> cachedFacts = Map.of();

  PostgresPosition(PostgresServer server) {
    this.server = server;
  }

  /** Read afresh, for an action or a person who waits for it. */
  Map<String, String> read() throws IOException, InterruptedException {
    return facts(server.session());
  }

  /** The same for the observation loop. */
  Map<String, String> watch() throws IOException, InterruptedException {
    return facts(server.watching());
  }

  private Map<String, String> facts(PsqlSession session) throws IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    Optional<Postmaster> postmaster = server.postmaster();
    facts.put("running", Boolean.toString(postmaster.isPresent()));
    if (postmaster.isPresent()) {
      facts.put("status", postmaster.get().status());
      try {
        Json.readObject(session.query(SQL, LIMIT))
            .forEach((key, value) -> facts.put(key, String.valueOf(value)));
        facts.put("answers", "true");
        return facts;
      } catch (FailedException e) {
        facts.put("answers", "false");
        facts.put("why", String.valueOf(e.getMessage()));
      }
    }
    control().forEach(facts::putIfAbsent);
    return facts;
  }

  private synchronized Map<String, String> control() throws IOException, InterruptedException {
    String stamp = FileStamp.of(server.data().resolve("global/pg_control"));
    if (!stamp.equals(cachedControl) || stamp.isEmpty()) {
      try {
        cachedFacts = server.controlData().facts();
        cachedControl = stamp;
      } catch (FailedException e) {
        return Map.of("why", String.valueOf(e.getMessage()));
      }
    }
    return cachedFacts;
  }
}
