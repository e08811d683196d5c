package dev.baton.eventlog.query;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.append.LogReader;
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
  public record PageWindow(boolean newestFirst, OptionalLong after, int limit) {}

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
  public Page page(EventFilter filter, PageWindow window) {
    return page(filter, window, Optional.empty());
  }

  /** How the database goes about each statement of that page, in the words of EXPLAIN. */
  public List<String> plans(EventFilter filter, PageWindow window) {
    var plans = new ArrayList<String>();
    Page unused = page(filter, window, Optional.of(plans));
    return plans;
  }

  private Page page(EventFilter filter, PageWindow window, Optional<List<String>> plans) {
    try (var connection = new QueryConnection(dataSource.getConnection(), plans)) {
      SeqRange seqRange = RecordedTime.scope(connection, filter, window.newestFirst());
      return page(connection, filter, seqRange.behind(window.after()), window.limit());
    } catch (SQLException e) {
      throw new RecordUnavailableException("the event log could not be searched", e);
    }
  }

  private static Page page(
      QueryConnection connection, EventFilter filter, SeqRange seqRange, int limit)
      throws SQLException {
    if (seqRange.empty()) {
      return new Page(List.of(), OptionalLong.empty());
    }
    List<IndexRange> ranges = IndexRange.of(filter);
    if (IndexRange.coverAll(filter) && ranges.size() <= 1) {
      IndexRange range = ranges.isEmpty() ? IndexRange.EVERYTHING : ranges.getFirst();
      SqlFragment sqlFragment = range.select(EventColumn.texts(), seqRange, limit + 1);
      return cut(connection.query(sqlFragment, LogReader::rows), limit, OptionalLong.empty());
    }
    CandidateSeqs candidateSeqs = promising(connection, filter, ranges, seqRange, limit);
    SqlFragment sqlFragment = matching(filter, candidateSeqs, seqRange, limit + 1);
    return cut(
        connection.query(sqlFragment, LogReader::rows), limit, candidateSeqs.reached(seqRange));
  }

  private static Page cut(List<EventRow> found, int limit, OptionalLong reached) {
    if (found.size() <= limit) {
      return new Page(found, reached);
    }
    List<EventRow> page = found.subList(0, limit);
    return new Page(page, OptionalLong.of(page.getLast().number(EventColumn.SEQ)));
  }

  /** The events worth looking at; none of the wanted ones is missing as far as it reaches. */
  private static CandidateSeqs promising(
      QueryConnection connection,
      EventFilter filter,
      List<IndexRange> ranges,
      SeqRange seqRange,
      int limit)
      throws SQLException {
    List<IndexRange> ofTypes = IndexRange.ofTypes(filter);
    var own = ranges.isEmpty() && ofTypes.isEmpty() ? List.of(IndexRange.EVERYTHING) : ranges;
    int plenty = IndexRange.coverAll(filter) ? limit + 1 : ROWS;
    List<CandidateSeqs> all = keys(connection, own, seqRange, ROWS);
    Optional<CandidateSeqs> anyType =
        CandidateSeqs.union(keys(connection, ofTypes, seqRange, ROWS));
    anyType.ifPresent(all::add);
    if (!CandidateSeqs.settle(all, plenty)) {
      all = keys(connection, own, seqRange, KEYS / Math.max(own.size(), 2));
      anyType.ifPresent(all::add);
    }
    return CandidateSeqs.promising(all, ROWS, plenty);
  }

  /** All ranges in one round trip. */
  private static List<CandidateSeqs> keys(
      QueryConnection connection, List<IndexRange> ranges, SeqRange seqRange, int most)
      throws SQLException {
    if (ranges.isEmpty()) {
      return new ArrayList<>();
    }
    List<SqlFragment> each =
        ranges.stream().map(range -> range.select("event.seq", seqRange, most)).toList();
    return connection.query(
        SqlFragment.arrays(each),
        statement -> {
          try (var row = statement.executeQuery()) {
            row.next();
            var lists = new ArrayList<CandidateSeqs>();
            for (int column = 1; column <= each.size(); column++) {
              lists.add(CandidateSeqs.of((Long[]) row.getArray(column).getArray(), seqRange, most));
            }
            return lists;
          }
        });
  }

  /** OFFSET 0 keeps the conditions out, so that nothing but the given numbers leads to rows. */
  private static SqlFragment matching(
      EventFilter filter, CandidateSeqs candidateSeqs, SeqRange seqRange, int most) {
    String text =
        "select %s from (select * from event where seq = any(?) order by seq %s offset 0) event"
            .formatted(EventColumn.texts(), seqRange.order());
    var sqlFragment = new SqlFragment(text, List.of(candidateSeqs.seqs(seqRange)));
    return sqlFragment
        .and(IndexRange.conditions(filter))
        .and(
            new SqlFragment(
                "order by event.seq %s limit ?".formatted(seqRange.order()), List.of(most)));
  }
}
