package dev.baton.eventlog;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Finds events page by page, at a cost that depends on the page and not on the length of the log:
 * ranges of indexes give sequence numbers, what they have in common is read. Where that takes more
 * than a page may cost, the page is short and says from where to go on.
 */
public final class EventQuery {

  /** Sequence numbers read from all indexes together, which alone needs no rows of the table. */
  private static final int KEYS = 8_000;

  /** Rows of the table that are looked at; they lie anywhere on the disk. */
  private static final int ROWS = 1_000;

  private final DataSource dataSource;

  public EventQuery(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Which part of what was found.
   *
   * @param after go on behind this sequence number, in the order asked for
   * @param limit events in the page at most, at least 1
   */
  public record Window(boolean newestFirst, OptionalLong after, int limit) {}

  /**
   * A part of what was found, in the order asked for.
   *
   * @param events may be fewer than the limit, even none, though there are more
   * @param next the sequence number up to which all was looked at; empty when nothing follows
   */
  public record Page(List<EventRow> events, OptionalLong next) {}

  /**
   * One page; it does not change when events are added.
   *
   * @throws RecordUnavailableException when the database does not answer in time
   */
  public Page page(EventFilter filter, Window window) {
    return page(filter, window, Optional.empty());
  }

  /** How the database goes about each statement of that page, in the words of EXPLAIN. */
  public List<String> plans(EventFilter filter, Window window) {
    var plans = new ArrayList<String>();
    Page unused = page(filter, window, Optional.of(plans));
    return plans;
  }

  private Page page(EventFilter filter, Window window, Optional<List<String>> plans) {
    try (var connection = new QueryConnection(dataSource.getConnection(), plans)) {
      Scope scope = RecordedTime.scope(connection, filter, window.newestFirst());
      return page(connection, filter, scope.behind(window.after()), window.limit());
    } catch (SQLException e) {
      throw new RecordUnavailableException("the record could not be searched", e);
    }
  }

  private static Page page(QueryConnection connection, EventFilter filter, Scope scope, int limit)
      throws SQLException {
    if (scope.empty()) {
      return new Page(List.of(), OptionalLong.empty());
    }
    List<IndexRange> ranges = IndexRange.of(filter);
    if (IndexRange.coverAll(filter) && ranges.size() <= 1) {
      IndexRange range = ranges.isEmpty() ? IndexRange.EVERYTHING : ranges.getFirst();
      Sql sql = range.select(Column.texts(), scope, limit + 1);
      return cut(connection.query(sql, LogReader::rows), limit, OptionalLong.empty());
    }
    Keys keys = promising(connection, filter, ranges, scope, limit);
    Sql sql = matching(filter, keys, scope, limit + 1);
    return cut(connection.query(sql, LogReader::rows), limit, keys.reached(scope));
  }

  private static Page cut(List<EventRow> found, int limit, OptionalLong reached) {
    if (found.size() <= limit) {
      return new Page(found, reached);
    }
    List<EventRow> page = found.subList(0, limit);
    return new Page(page, OptionalLong.of(page.getLast().number(Column.SEQ)));
  }

  /** The events worth looking at; none of the wanted ones is missing as far as it reaches. */
  private static Keys promising(
      QueryConnection connection,
      EventFilter filter,
      List<IndexRange> ranges,
      Scope scope,
      int limit)
      throws SQLException {
    List<IndexRange> ofTypes = IndexRange.ofTypes(filter);
    var own = ranges.isEmpty() && ofTypes.isEmpty() ? List.of(IndexRange.EVERYTHING) : ranges;
    int plenty = IndexRange.coverAll(filter) ? limit + 1 : ROWS;
    List<Keys> all = keys(connection, own, scope, ROWS);
    Optional<Keys> anyType = Keys.union(keys(connection, ofTypes, scope, ROWS));
    anyType.ifPresent(all::add);
    if (!Keys.settle(all, plenty)) {
      all = keys(connection, own, scope, KEYS / Math.max(own.size(), 2));
      anyType.ifPresent(all::add);
    }
    return Keys.promising(all, ROWS, plenty);
  }

  /** All ranges in one round trip. */
  private static List<Keys> keys(
      QueryConnection connection, List<IndexRange> ranges, Scope scope, int most)
      throws SQLException {
    if (ranges.isEmpty()) {
      return new ArrayList<>();
    }
    List<Sql> each = ranges.stream().map(range -> range.select("event.seq", scope, most)).toList();
    return connection.query(
        Sql.arrays(each),
        statement -> {
          try (var row = statement.executeQuery()) {
            row.next();
            var lists = new ArrayList<Keys>();
            for (int column = 1; column <= each.size(); column++) {
              lists.add(Keys.of((Long[]) row.getArray(column).getArray(), scope, most));
            }
            return lists;
          }
        });
  }

  /** OFFSET 0 keeps the conditions out, so that nothing but the given numbers leads to rows. */
  private static Sql matching(EventFilter filter, Keys keys, Scope scope, int most) {
    String text =
        "select %s from (select * from event where seq = any(?) order by seq %s offset 0) event"
            .formatted(Column.texts(), scope.order());
    var sql = new Sql(text, List.of(keys.seqs(scope)));
    return sql.and(IndexRange.conditions(filter))
        .and(new Sql("order by event.seq %s limit ?".formatted(scope.order()), List.of(most)));
  }
}
