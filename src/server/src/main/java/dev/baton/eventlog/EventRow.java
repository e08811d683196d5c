package dev.baton.eventlog;

import static java.util.Objects.requireNonNull;

import dev.baton.eventlog.EventContext.Actor;
import dev.baton.eventlog.EventContext.Correlation;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventContext.Origin;
import dev.baton.eventlog.EventContext.Purpose;
import dev.baton.pair.Event;
import dev.baton.pair.UnreadableEvent;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An event as the database has it: one text per column, absent ones missing. */
public record EventRow(Map<EventColumn, String> texts) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  public EventRow {
    texts.forEach(EventRow::check);
    texts = Collections.unmodifiableMap(texts);
  }

  /** As it would stand in the database. */
  public static EventRow of(RecordedEvent event) {
    EventSubject subject =
        new EventSubject(event.operation(), event.host(), event.step(), event.outcome());
    EventRow unplaced =
        of(event.type(), event.stream(), event.pair(), subject, event.context(), event.payload());
    Map<EventColumn, String> texts =
        unplaced.placed(
            event.seq(), event.version(), event.occurredAt(), event.recordedAt(), event.prevHash());
    texts.put(EventColumn.HASH, event.hash());
    return new EventRow(texts);
  }

  /** All of it but what its place in the log decides. */
  public static EventRow of(
      String type,
      StreamId stream,
      Optional<String> pair,
      EventSubject subject,
      EventContext context,
      String payload) {
    var texts = new EnumMap<EventColumn, String>(EventColumn.class);
    texts.put(EventColumn.TYPE, type);
    texts.put(EventColumn.STREAM, stream.value());
    put(texts, EventColumn.PAIR, pair);
    put(texts, EventColumn.OPERATION, subject.operation());
    put(texts, EventColumn.HOST, subject.host());
    put(texts, EventColumn.STEP, subject.step());
    put(texts, EventColumn.OUTCOME, subject.outcome());
    texts.put(EventColumn.EPOCH, Long.toString(context.epoch()));
    texts.put(EventColumn.ACTOR, context.actor().name());
    texts.put(EventColumn.ROLES, EventCodec.roles(context.actor().roles()));
    put(texts, EventColumn.CREDENTIAL, context.actor().credential());
    put(texts, EventColumn.REASON, context.purpose().reason());
    put(texts, EventColumn.TICKET, context.purpose().ticket());
    texts.put(EventColumn.REPLICA, context.origin().replica());
    put(texts, EventColumn.AGENT_BOOT_ID, context.origin().agentBootId());
    put(texts, EventColumn.SOURCE_ADDRESS, context.origin().sourceAddress());
    texts.put(EventColumn.REQUEST_ID, context.correlation().requestId());
    put(texts, EventColumn.TRACEPARENT, context.correlation().traceparent());
    put(texts, EventColumn.CAUSATION, context.correlation().causation().map(String::valueOf));
    put(texts, EventColumn.IDEMPOTENCY_KEY, context.idempotency().key());
    put(texts, EventColumn.REQUEST_HASH, context.idempotency().requestHash());
    texts.put(EventColumn.PAYLOAD, payload);
    return new EventRow(texts);
  }

  private static void put(
      Map<EventColumn, String> texts, EventColumn column, Optional<String> text) {
    text.ifPresent(present -> texts.put(column, present));
  }

  /** The whole of it, at its place and with its hash. */
  public EventRow at(
      long seq, long version, Instant occurredAt, Instant recordedAt, String previousHash) {
    Map<EventColumn, String> placed = placed(seq, version, occurredAt, recordedAt, previousHash);
    placed.put(EventColumn.HASH, hashOf(placed));
    return new EventRow(placed);
  }

  private Map<EventColumn, String> placed(
      long seq, long version, Instant occurredAt, Instant recordedAt, String previousHash) {
    var placed = new EnumMap<EventColumn, String>(texts);
    placed.put(EventColumn.SEQ, Long.toString(seq));
    placed.put(EventColumn.VERSION, Long.toString(version));
    placed.put(EventColumn.OCCURRED_AT, TIME.format(occurredAt));
    placed.put(EventColumn.RECORDED_AT, TIME.format(recordedAt));
    placed.put(EventColumn.PREV_HASH, previousHash);
    return placed;
  }

  /** The hash these fields ought to have. */
  public String computedHash() {
    return hashOf(texts);
  }

  private static String hashOf(Map<EventColumn, String> texts) {
    List<@Nullable String> fields = new ArrayList<>(EventColumn.HASHED.size());
    for (EventColumn column : EventColumn.HASHED) {
      fields.add(texts.get(column));
    }
    return HashChain.hash(fields);
  }

  public RecordedEvent recorded() {
    return new RecordedEvent(
        number(EventColumn.SEQ),
        new StreamId(text(EventColumn.STREAM)),
        number(EventColumn.VERSION),
        text(EventColumn.TYPE),
        event(),
        Instant.parse(text(EventColumn.OCCURRED_AT)),
        Instant.parse(text(EventColumn.RECORDED_AT)),
        optional(EventColumn.PAIR),
        optional(EventColumn.OPERATION),
        optional(EventColumn.HOST),
        optional(EventColumn.STEP),
        optional(EventColumn.OUTCOME),
        context(),
        text(EventColumn.PAYLOAD),
        text(EventColumn.PREV_HASH),
        text(EventColumn.HASH));
  }

  private Event event() {
    try {
      return EventCodec.read(text(EventColumn.TYPE), text(EventColumn.PAYLOAD));
    } catch (UncheckedIOException e) {
      return new UnreadableEvent(String.valueOf(e.getMessage()));
    }
  }

  private EventContext context() {
    return new EventContext(
        number(EventColumn.EPOCH),
        new Actor(
            text(EventColumn.ACTOR),
            EventCodec.roles(text(EventColumn.ROLES)),
            optional(EventColumn.CREDENTIAL)),
        new Purpose(optional(EventColumn.REASON), optional(EventColumn.TICKET)),
        optional(EventColumn.OCCURRED_AT).map(Instant::parse),
        new Origin(
            text(EventColumn.REPLICA),
            optional(EventColumn.AGENT_BOOT_ID),
            optional(EventColumn.SOURCE_ADDRESS)),
        new Correlation(
            text(EventColumn.REQUEST_ID),
            optional(EventColumn.TRACEPARENT),
            optional(EventColumn.CAUSATION).map(Long::valueOf)),
        new Idempotency(optional(EventColumn.IDEMPOTENCY_KEY), optional(EventColumn.REQUEST_HASH)));
  }

  /** A column that is never absent and holds a number. */
  public long number(EventColumn column) {
    return Long.parseLong(text(column));
  }

  /** A column that is never absent. */
  public String text(EventColumn column) {
    return requireNonNull(texts.get(column), column.sqlName());
  }

  private Optional<String> optional(EventColumn column) {
    return Optional.ofNullable(texts.get(column));
  }

  static void check(EventColumn column, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "%s must not contain the character U+0000".formatted(column.sqlName()));
    }
  }
}
