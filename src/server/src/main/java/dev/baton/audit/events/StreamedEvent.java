package dev.baton.audit.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.query.EventFilter;
import org.jspecify.annotations.Nullable;

/** An event on its way to readers of the stream, serialized once for all of them. */
final class StreamedEvent {

  private final EventRow row;
  private final ObjectMapper mapper;

  /** Two readers may write it at once, the same. */
  private volatile @Nullable String json;

  StreamedEvent(EventRow row, ObjectMapper mapper) {
    this.row = row;
    this.mapper = mapper;
  }

  long seq() {
    return row.number(EventColumn.SEQ);
  }

  boolean isFor(EventFilter filter) {
    return filter.matches(row);
  }

  /** As in a page of events. */
  String json() {
    String known = json;
    if (known == null) {
      known = written();
      json = known;
    }
    return known;
  }

  private String written() {
    try {
      return mapper.writeValueAsString(EventView.of(row));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event %d cannot be shown".formatted(seq()), e);
    }
  }
}
