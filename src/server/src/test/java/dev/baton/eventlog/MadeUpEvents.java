package dev.baton.eventlog;

import dev.baton.embedded.TestDatabase;
import java.sql.SQLException;

/**
 * Many events made by the database itself, alike enough to real ones for searching: few busy pairs
 * and hosts, one actor behind most of it, one that is long gone, operations that overlap. Not
 * chained.
 */
public final class MadeUpEvents {

  private MadeUpEvents() {}

  private static final String INSERT =
      """
      insert into event (seq, stream, version, type, occurred_at, recorded_at, pair, operation, host,
        step, outcome, epoch, actor, roles, replica, request_id, payload, prev_hash, hash)
      select seq, 'made-up', seq, type, at, at,
        case when type !~ '^(access|host)' then 'p-' || floor(u2 ^ 3 * 40)::int end,
        case when type !~ '^(access|host)' then 'op-' || seq / 600 * 10 + floor(u3 * 10)::int end,
        case when type ~ '^(step|host)' then 'h-' || floor(u4 ^ 2 * 60)::int end,
        null,
        case type when 'step.done' then 'DONE' when 'step.refused' then 'REFUSED'
          when 'step.unknown' then 'UNKNOWN' when 'access.call-denied' then 'DENIED'
          when 'operation.ended' then case when u2 < 0.1 then 'FAILED' else 'SUCCEEDED' end end,
        1,
        case when seq < 2000 then 'retired' when u5 < 0.6 then 'baton'
          else 'a-' || floor(u5 ^ 2 * 50)::int end,
        '[]', 'replica-1', 'r-' || seq / 20, '{"why":"' || repeat('x', 60) || '"}', '', ''
      from (
        select seq, u2, u3, u4, u5,
          timestamptz '2026-01-01 00:00:00Z' + seq / 7 * interval '7 seconds' as at,
          case when u1 < 0.4 then 'step.started' when u1 < 0.75 then 'step.done'
            when u1 < 0.77 then 'step.refused' when u1 < 0.775 then 'step.unknown'
            when u1 < 0.85 then 'access.call-denied'
            else (array['pair.registered', 'plan.frozen', 'operation.paused', 'operation.ended',
              'verdict.changed', 'host.registered', 'retry.requested'])[1 + floor(u2 * 7)::int]
          end as type
        from generate_series(:first, :last) as seq,
          lateral (select
            (hashint8extended(seq, 1) & 1048575) / 1048576.0::float8 as u1,
            (hashint8extended(seq, 2) & 1048575) / 1048576.0::float8 as u2,
            (hashint8extended(seq, 3) & 1048575) / 1048576.0::float8 as u3,
            (hashint8extended(seq, 4) & 1048575) / 1048576.0::float8 as u4,
            (hashint8extended(seq, 5) & 1048575) / 1048576.0::float8 as u5) as dice
      ) as made
      """;

  public static void add(TestDatabase database, int first, int last) throws SQLException {
    database.asOwner(
        INSERT.replace(":first", Integer.toString(first)).replace(":last", Integer.toString(last)));
  }
}
