package dev.baton.eventlog.append;

import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.HashChain;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest event of the log, as far as the next one needs it: number, hash, time. Every kind of
 * log chains by it.
 *
 * @param seq 0 when the log is empty
 */
public record LogHead(long seq, String hash, Instant recordedAt) {

  /** Before the first event. */
  public static final LogHead EMPTY = new LogHead(0, HashChain.GENESIS, Instant.EPOCH);

  /** With that event as the newest. */
  public static LogHead of(RecordedEvent event) {
    return new LogHead(event.seq(), event.hash(), event.recordedAt());
  }

  /**
   * The events that follow this head.
   *
   * @param version of the stream before the first of them
   * @param now by the clock of the log; never recorded earlier than the head
   */
  public List<PlacedEvent> next(
      StreamId stream,
      long version,
      List<? extends Event> events,
      EventContext context,
      Instant now) {
    return next(SerializedEvent.of(stream, events, context), version, now);
  }

  /** Places events that were serialized before. */
  List<PlacedEvent> next(List<SerializedEvent> serialized, long version, Instant now) {
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    Instant recordedAt = micros.isBefore(this.recordedAt) ? this.recordedAt : micros;
    var events = new ArrayList<PlacedEvent>(serialized.size());
    LogHead head = this;
    for (SerializedEvent next : serialized) {
      PlacedEvent placed = next.after(head, version + 1 + events.size(), recordedAt);
      events.add(placed);
      head = LogHead.of(placed.event());
    }
    return List.copyOf(events);
  }
}
