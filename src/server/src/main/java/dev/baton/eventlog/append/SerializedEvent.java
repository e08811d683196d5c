package dev.baton.eventlog.append;

import dev.baton.eventlog.EventCodec;
import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.EventSubject;
import dev.baton.eventlog.EventTypes;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * An event serialized outside the lock, before its place in the log is known.
 *
 * @param row what it will be written as, without what its place decides
 */
record SerializedEvent(
    Event event,
    String type,
    StreamId stream,
    EventSubject subject,
    EventContext context,
    String payload,
    EventRow row) {

  /**
   * One for each event, in their order; the key and the hash of its request stand on the first
   * alone.
   *
   * @throws IllegalArgumentException when one of them cannot be made into a row
   */
  static List<SerializedEvent> of(
      StreamId stream, List<? extends Event> events, EventContext context) {
    var serialized = new ArrayList<SerializedEvent>(events.size());
    for (Event event : events) {
      serialized.add(
          of(
              stream,
              event,
              serialized.isEmpty() ? context : context.withIdempotency(Idempotency.NONE)));
    }
    return serialized;
  }

  private static SerializedEvent of(StreamId stream, Event event, EventContext context) {
    String type = EventTypes.name(event);
    EventSubject subject = EventSubject.of(event);
    String payload = EventCodec.write(event);
    EventRow row = EventRow.of(type, stream, stream.pair(), subject, context, payload);
    return new SerializedEvent(event, type, stream, subject, context, payload, row);
  }

  /**
   * The event behind that head.
   *
   * @param version of the stream with it
   */
  PlacedEvent after(LogHead head, long version, Instant recordedAt) {
    Instant occurredAt = context.occurredAt().orElse(recordedAt).truncatedTo(ChronoUnit.MICROS);
    long seq = head.seq() + 1;
    EventRow placed = row.at(seq, version, occurredAt, recordedAt, head.hash());
    return new PlacedEvent(
        new RecordedEvent(
            seq,
            stream,
            version,
            type,
            event,
            occurredAt,
            recordedAt,
            stream.pair(),
            subject.operation(),
            subject.host(),
            subject.step(),
            subject.outcome(),
            context.withOccurredAt(occurredAt),
            payload,
            head.hash(),
            placed.text(EventColumn.HASH)),
        placed);
  }
}
