package dev.baton.agent.postgres;

import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FileStamp;
import dev.baton.agent.wal.ReplayBlockers;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The server's position (LSN, timeline, recovery): asked of it while it runs, else from its control
 * data.
 */
public final class PostgresPosition {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  // A standby has no function for the timeline it replays: the newest of what it knows is it.
  // The limits are those of PostgreSQL, "Hot Standby", that must not be lower on a standby. A
  // receiver speaks every 10 s (wal_receiver_status_interval); a fast stop waits for a silent one.
  // An archiver whose command is not found dies of it and counts no failure: but WAL stays .ready.
  // A .done keeps the time at which it became .ready, and changes when its WAL is archived. Files
  // are archived one after the other; how long one took with a failure in between says nothing.
  // Slots are synchronized from PostgreSQL 17 on: earlier ones have no such columns.
  // A replay waits for snapshots and locks of sessions: they are read only while it is behind.
  private static final String SQL =
      """
      with r as (select pg_is_in_recovery() as standby),
      w as (select * from (select 1) one left join pg_stat_wal_receiver on true),
      c as (select * from pg_control_system(), pg_control_checkpoint(), pg_control_recovery()),
      s as (select count(*) as senders, string_agg(concat_ws(':',
            translate(application_name, ':,', '__'), state, sync_state,
            coalesce(sent_lsn::text, ''), coalesce(replay_lsn::text, ''), slot_name), ','
            order by application_name) as list
            from pg_stat_replication left join pg_replication_slots on active_pid = pid),
      m as (select case current_setting('archive_mode') when 'off' then false
            when 'on' then not standby else true end as archives from r),
      f as (select name from pg_ls_dir('pg_wal/archive_status', true, false) name),
      a as (select count(*) as waiting, coalesce((pg_stat_file('pg_wal/archive_status/'
            || min(name collate "C"), true)).modification, 'infinity') as oldest
            from f where name like '%.ready'),
      d as (select change as ended, greatest(modification,
            lag(change) over (order by name collate "C"), pg_postmaster_start_time(),
            (select max(backend_start) from pg_stat_activity where backend_type = 'archiver'))
            as begun from (select name from f where name ~ '^[0-9A-F]{24}[.]done$'
            order by name collate "C" desc limit 2) newest,
            pg_stat_file('pg_wal/archive_status/' || name, true)
            order by name collate "C" desc limit 1)
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
      'replayBlockers', coalesce((case when r.standby
          and pg_last_wal_replay_lsn() < pg_last_wal_receive_lsn() then (
          select json_agg(concat(format('pid %s, %s, %s s', pid, usename,
          extract(epoch from clock_timestamp() - xact_start)::int), chr(9), query)
          order by xact_start) from (select pid, usename, xact_start, query
          from pg_stat_activity b where backend_type = 'client backend'
          and xact_start < clock_timestamp() - interval '10 s'
          and (backend_xmin is not null or exists (select from pg_locks l
          where l.pid = b.pid and l.locktype = 'relation' and l.granted))
          order by xact_start limit 3) oldest) end), '[]'),
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
      'applyDelay', (select setting from pg_settings where name = 'recovery_min_apply_delay'),
      'standbyLimits', (select string_agg(name || '=' || setting, ' ' order by name)
          from pg_settings where name in ('max_connections', 'max_worker_processes',
          'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction')),
      'allSlots', (select coalesce(string_agg(slot_name || ':' || slot_type, ' '
          order by slot_name), '') from pg_replication_slots where not temporary),
      'syncedSlots', (select coalesce(string_agg(slot_name, ' ' order by slot_name), '')
          from pg_replication_slots l where not temporary and (to_jsonb(l)->>'synced')::bool
          and to_jsonb(l)->>'invalidation_reason' is null),
      'slotPositions', (select coalesce(string_agg(slot_name || '@' || coalesce(restart_lsn::text, ''),
          ' ' order by slot_name), '') from pg_replication_slots
          where slot_type = 'physical' and not temporary),
      'freeSlots', (select (current_setting('max_replication_slots')::int - count(*))::text
          from pg_replication_slots),
      'redoLsn', c.redo_lsn::text,
      'walSegmentBytes', pg_size_bytes(current_setting('wal_segment_size'))::text,
      'silentSenders', (select coalesce(string_agg(format('%s at %s (pid %s), last heard %s',
          application_name, coalesce(host(client_addr), 'its socket'), pid,
          to_char(coalesce(reply_time, backend_start) at time zone 'UTC',
          'YYYY-MM-DD"T"HH24:MI:SS"Z"')), '; '), '') from pg_stat_replication
          where state <> 'backup'
          and coalesce(reply_time, backend_start) < clock_timestamp() - interval '20 s'),
      'archiverFailing', (select (m.archives
          and (coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)
          or a.oldest < clock_timestamp() - interval '1 min'))::text from pg_stat_archiver),
      'archiveWaiting', (case when m.archives then a.waiting else 0 end)::text,
      'archiveSeconds', (select extract(epoch from ended - begun)::int::text
          from d, pg_stat_archiver where m.archives and ended >= begun
          and coalesce(last_failed_time < begun, true))
      )) from r, w, c, s, m, a\
      """;

  private final PostgresServer server;
  private String cachedControl = "";
  private Map<String, String> cachedFacts = Map.of();

  public PostgresPosition(PostgresServer server) {
    this.server = server;
  }

  /** Read afresh, for an action or a person who waits for it. */
  public Map<String, String> read() throws IOException, InterruptedException {
    return facts(server.session());
  }

  /** Read in the session of the observation loop. */
  public Map<String, String> watch() throws IOException, InterruptedException {
    return facts(server.watching());
  }

  private Map<String, String> facts(PsqlSession session) throws IOException, InterruptedException {
    Map<String, String> facts = new TreeMap<>();
    Optional<Postmaster> postmaster = server.postmaster();
    facts.put(EvidenceKey.RUNNING.wireName(), Boolean.toString(postmaster.isPresent()));
    if (postmaster.isPresent()) {
      facts.put(EvidenceKey.STATUS.wireName(), postmaster.get().status());
      try {
        Json.readObject(session.query(SQL, LIMIT))
            .forEach((key, value) ->
                facts.put(
                    key,
                    value instanceof List<?> sessions
                        ? ReplayBlockers.told(sessions)
                        : String.valueOf(value)));
        facts.put(EvidenceKey.ANSWERS.wireName(), "true");
        facts.put(
            EvidenceKey.STOP_SECONDS.wireName(),
            Long.toString(server.policy().stopTimeout().toSeconds()));
        facts.put(
            EvidenceKey.CARRIED_SLOTS.wireName(), String.join(" ", server.policy().carriedSlots()));
        return facts;
      } catch (FailedException e) {
        facts.put(EvidenceKey.ANSWERS.wireName(), "false");
        facts.put(EvidenceKey.WHY.wireName(), String.valueOf(e.getMessage()));
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
        return Map.of(EvidenceKey.WHY.wireName(), String.valueOf(e.getMessage()));
      }
    }
    return cachedFacts;
  }
}
