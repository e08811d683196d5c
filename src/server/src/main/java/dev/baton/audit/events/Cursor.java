package dev.baton.audit.events;

import dev.baton.eventlog.query.EventFilter;
import dev.baton.http.PageCursor;
import java.util.ArrayList;
import java.util.List;

/** Where a page of events ended; fits the filters and the order it came from. */
final class Cursor {

  private Cursor() {}

  static String of(long seq, EventFilter filter, boolean newestFirst) {
    return PageCursor.of(seq, query(filter, newestFirst));
  }

  /**
   * The sequence number in it.
   *
   * @throws dev.baton.http.ProblemException when it is no cursor, or one of another query
   */
  static long seq(String text, EventFilter filter, boolean newestFirst) {
    return PageCursor.seq("after", text, query(filter, newestFirst));
  }

  private static List<String> query(EventFilter filter, boolean newestFirst) {
    var parts = new ArrayList<String>();
    parts.add(Boolean.toString(newestFirst));
    parts.add(filter.typePrefix().orElse(""));
    parts.add(filter.from().map(Object::toString).orElse(""));
    parts.add(filter.to().map(Object::toString).orElse(""));
    filter.exact().forEach((column, value) -> parts.addAll(List.of(column.sqlName(), value)));
    return parts;
  }
}
