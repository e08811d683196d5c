package dev.baton.audit.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.query.EventFilter;
import dev.baton.eventlog.query.EventQuery;
import dev.baton.eventlog.query.EventQuery.Page;
import dev.baton.eventlog.query.EventQuery.PageWindow;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Searches the event log for callers and for readers of the stream. */
@ApplicationScoped
class EventSearch {

  /** So many readers may catch up at once: a thousand that come back must not crowd others out. */
  private static final int CATCHING_UP = 4;

  private final EventQuery query;
  private final ObjectMapper mapper;
  private final Semaphore catchingUp = new Semaphore(CATCHING_UP, true);

  EventSearch(AgroalDataSource dataSource, ObjectMapper mapper) {
    this.query = new EventQuery(dataSource);
    this.mapper = mapper;
  }

  EventPage page(EventFilter filter, PageWindow window) {
    Page page = query.page(filter, window);
    return new EventPage(
        page.events().stream().map(EventView::of).toList(),
        next(page, filter, window.newestFirst()));
  }

  /** What a reader has missed, oldest first; waits its turn. */
  Page missed(EventFilter filter, long after, int limit) throws InterruptedException {
    catchingUp.acquire();
    try {
      return query.page(filter, new PageWindow(false, OptionalLong.of(after), limit));
    } finally {
      catchingUp.release();
    }
  }

  StreamedEvent streamed(EventRow row) {
    return new StreamedEvent(row, mapper);
  }

  private static @Nullable String next(Page page, EventFilter filter, boolean newestFirst) {
    return page.next().isPresent() ? Cursor.of(page.next().getAsLong(), filter, newestFirst) : null;
  }
}
