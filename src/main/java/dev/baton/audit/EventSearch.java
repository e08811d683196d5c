package dev.baton.audit;

import dev.baton.eventlog.EventEntity;
import dev.baton.eventlog.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;

/** Finds events page by page. A page does not change when events are added. */
@ApplicationScoped
class EventSearch {

  private final EventLog log;

  EventSearch(EventLog log) {
    this.log = log;
  }

  /** Where a page starts and which way it goes. */
  record Cursor(OptionalLong after, boolean newestFirst, int limit) {}

  @Transactional
  EventPage page(EventFilter filter, Cursor cursor) {
    List<Event> found = find(filter, cursor, cursor.limit() + 1).stream().map(Event::of).toList();
    if (found.size() <= cursor.limit()) {
      return new EventPage(found, null);
    }
    List<Event> page = found.subList(0, cursor.limit());
    return new EventPage(page, Long.toString(page.getLast().seq()));
  }

  /** Oldest first. */
  @Transactional
  List<Event> after(long seq, EventFilter filter, int limit) {
    var cursor = new Cursor(OptionalLong.of(seq), false, limit);
    return find(filter, cursor, limit).stream().map(Event::of).toList();
  }

  private List<EventEntity> find(EventFilter filter, Cursor cursor, int limit) {
    var conditions = new ArrayList<String>();
    var values = new HashMap<String, Object>();
    filter.addTo(conditions, values, SeqRange.of(filter.from(), filter.to(), head(filter)));
    cursor
        .after()
        .ifPresent(seq -> {
          conditions.add(cursor.newestFirst() ? "seq < :after" : "seq > :after");
          values.put("after", seq);
        });
    String where = conditions.isEmpty() ? "" : "where " + String.join(" and ", conditions) + " ";
    String order = "order by seq " + (cursor.newestFirst() ? "desc" : "asc");
    return EventEntity.<EventEntity>find("from EventEntity " + where + order, values)
        .range(0, limit - 1)
        .list();
  }

  private long head(EventFilter filter) {
    return filter.from().isPresent() || filter.to().isPresent() ? log.head() : 0;
  }
}
