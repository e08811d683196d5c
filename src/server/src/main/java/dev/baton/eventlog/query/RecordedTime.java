package dev.baton.eventlog.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Turns times into sequence numbers by binary search: recorded times never go back and numbers have
 * no gap, so no index is needed.
 */
final class RecordedTime {

  /** The first number whose event is not older, or one more than the newest when all are. */
  private static final String FIRST_AT_OR_AFTER =
      """
      with recursive halving(low, high) as (
        select 1::bigint, coalesce((select max(seq) from event), 0) + 1
        union all
        select
          case when middle.recorded_at < sought.moment then half + 1 else low end,
          case when middle.recorded_at < sought.moment then high else half end
        from (select low, high, (low + high) / 2 as half from halving where low < high) as span,
          (select ?::timestamptz as moment) as sought,
          lateral (select recorded_at from event where seq >= half order by seq limit 1) as middle
      )
      select max(low) from halving
      """;

  private RecordedTime() {}

  /** All events that were recorded in the time that is asked for. */
  static SeqRange scope(QueryConnection connection, EventFilter filter, boolean newestFirst)
      throws SQLException {
    Optional<Instant> from = filter.from();
    Optional<Instant> to = filter.to();
    return new SeqRange(
        from.isPresent() ? firstAtOrAfter(connection, from.get()) : 1,
        to.isPresent() ? firstAtOrAfter(connection, to.get()) - 1 : Long.MAX_VALUE,
        newestFirst);
  }

  private static long firstAtOrAfter(QueryConnection connection, Instant moment)
      throws SQLException {
    var sqlFragment = new SqlFragment(FIRST_AT_OR_AFTER, List.of(moment.atOffset(ZoneOffset.UTC)));
    return connection.query(
        sqlFragment,
        statement -> {
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
