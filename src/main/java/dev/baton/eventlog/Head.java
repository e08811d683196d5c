package dev.baton.eventlog;

import dev.baton.pair.Fact;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The newest event of the log, as far as the next one needs it. The same for every log, so that all
 * chain alike.
 *
 * @param seq 0 when the log is empty
 */
record Head(long seq, String hash, Instant recordedAt) {

  static final Head EMPTY = new Head(0, HashChain.GENESIS, Instant.EPOCH);

  static Head of(RecordedEvent event) {
    return new Head(event.seq(), event.hash(), event.recordedAt());
  }

  /**
   * The events that follow this head.
   *
   * @param version of the stream before the first of them
   * @param now by the clock of the log; never recorded earlier than the head
   */
  List<RecordedEvent> next(
      StreamId stream,
      long version,
      List<? extends Fact> facts,
      EventContext context,
      Instant now) {
    return next(Draft.of(facts), stream, version, context, now);
  }

  /** The same for facts that were made ready before. */
  List<RecordedEvent> next(
      List<Draft> drafts, StreamId stream, long version, EventContext context, Instant now) {
    Instant micros = now.truncatedTo(ChronoUnit.MICROS);
    Instant recordedAt = micros.isBefore(this.recordedAt) ? this.recordedAt : micros;
    var events = new ArrayList<RecordedEvent>(drafts.size());
    Head head = this;
    for (Draft draft : drafts) {
      int index = events.size();
      EventContext own = index == 0 ? context : withoutKey(context);
      RecordedEvent event = head.next(draft, stream, version + 1 + index, own, recordedAt);
      events.add(event);
      head = Head.of(event);
    }
    return List.copyOf(events);
  }

  private RecordedEvent next(
      Draft draft, StreamId stream, long version, EventContext context, Instant recordedAt) {
    Subject subject = draft.subject();
    Instant occurredAt = context.occurredAt().orElse(recordedAt).truncatedTo(ChronoUnit.MICROS);
    var event =
        new RecordedEvent(
            seq + 1,
            stream,
            version,
            draft.type(),
            draft.fact(),
            occurredAt,
            recordedAt,
            stream.pair(),
            subject.operation(),
            subject.host(),
            subject.step(),
            subject.outcome(),
            at(context, occurredAt),
            draft.payload(),
            hash,
            "");
    return withHash(event, EventRow.of(event).computedHash());
  }

  private static RecordedEvent withHash(RecordedEvent e, String hash) {
    return new RecordedEvent(
        e.seq(),
        e.stream(),
        e.version(),
        e.type(),
        e.fact(),
        e.occurredAt(),
        e.recordedAt(),
        e.pair(),
        e.operation(),
        e.host(),
        e.step(),
        e.outcome(),
        e.context(),
        e.payload(),
        e.prevHash(),
        hash);
  }

  /** The key and the hash of its request stand on the first fact alone. */
  private static EventContext withoutKey(EventContext c) {
    return copy(c, c.occurredAt(), Optional.empty(), Optional.empty());
  }

  private static EventContext at(EventContext c, Instant occurredAt) {
    return copy(c, Optional.of(occurredAt), c.idempotencyKey(), c.requestHash());
  }

  private static EventContext copy(
      EventContext c,
      Optional<Instant> occurredAt,
      Optional<String> key,
      Optional<String> requestHash) {
    return new EventContext(
        c.epoch(),
        c.actor(),
        c.roles(),
        c.credential(),
        c.reason(),
        c.ticket(),
        occurredAt,
        c.replica(),
        c.agentBootId(),
        c.sourceAddress(),
        c.requestId(),
        c.traceparent(),
        c.causation(),
        key,
        requestHash);
  }
}
