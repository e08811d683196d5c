package dev.baton.eventlog;

import static java.util.Objects.requireNonNull;

import dev.baton.pair.Fact;
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
public record EventRow(Map<Column, String> texts) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  public EventRow {
    texts.forEach(EventRow::check);
    texts = Collections.unmodifiableMap(texts);
  }

  /** As it would stand in the database. */
  public static EventRow of(RecordedEvent event) {
    EventContext context = event.context();
    var texts = new EnumMap<Column, String>(Column.class);
    texts.put(Column.SEQ, Long.toString(event.seq()));
    texts.put(Column.STREAM, event.stream().value());
    texts.put(Column.VERSION, Long.toString(event.version()));
    texts.put(Column.TYPE, event.type());
    texts.put(Column.OCCURRED_AT, TIME.format(event.occurredAt()));
    texts.put(Column.RECORDED_AT, TIME.format(event.recordedAt()));
    event.pair().ifPresent(pair -> texts.put(Column.PAIR, pair));
    event.operation().ifPresent(operation -> texts.put(Column.OPERATION, operation));
    event.host().ifPresent(host -> texts.put(Column.HOST, host));
    event.step().ifPresent(step -> texts.put(Column.STEP, step));
    event.outcome().ifPresent(outcome -> texts.put(Column.OUTCOME, outcome));
    texts.put(Column.EPOCH, Long.toString(context.epoch()));
    texts.put(Column.ACTOR, context.actor());
    texts.put(Column.ROLES, EventCodec.roles(context.roles()));
    context.credential().ifPresent(text -> texts.put(Column.CREDENTIAL, text));
    context.reason().ifPresent(text -> texts.put(Column.REASON, text));
    context.ticket().ifPresent(text -> texts.put(Column.TICKET, text));
    texts.put(Column.REPLICA, context.replica());
    context.agentBootId().ifPresent(text -> texts.put(Column.AGENT_BOOT_ID, text));
    context.sourceAddress().ifPresent(text -> texts.put(Column.SOURCE_ADDRESS, text));
    texts.put(Column.REQUEST_ID, context.requestId());
    context.traceparent().ifPresent(text -> texts.put(Column.TRACEPARENT, text));
    context.causation().ifPresent(seq -> texts.put(Column.CAUSATION, seq.toString()));
    context.idempotencyKey().ifPresent(text -> texts.put(Column.IDEMPOTENCY_KEY, text));
    context.requestHash().ifPresent(text -> texts.put(Column.REQUEST_HASH, text));
    texts.put(Column.PAYLOAD, event.payload());
    texts.put(Column.PREV_HASH, event.prevHash());
    texts.put(Column.HASH, event.hash());
    return new EventRow(texts);
  }

  /** The hash these fields ought to have. */
  String computedHash() {
    List<@Nullable String> fields = new ArrayList<>(Column.HASHED.size());
    for (Column column : Column.HASHED) {
      fields.add(texts.get(column));
    }
    return HashChain.hash(fields);
  }

  RecordedEvent recorded() {
    Fact fact = EventCodec.read(text(Column.TYPE), text(Column.PAYLOAD));
    return new RecordedEvent(
        number(Column.SEQ),
        new StreamId(text(Column.STREAM)),
        number(Column.VERSION),
        text(Column.TYPE),
        fact,
        Instant.parse(text(Column.OCCURRED_AT)),
        Instant.parse(text(Column.RECORDED_AT)),
        optional(Column.PAIR),
        optional(Column.OPERATION),
        optional(Column.HOST),
        optional(Column.STEP),
        optional(Column.OUTCOME),
        context(),
        text(Column.PAYLOAD),
        text(Column.PREV_HASH),
        text(Column.HASH));
  }

  private EventContext context() {
    return new EventContext(
        number(Column.EPOCH),
        text(Column.ACTOR),
        EventCodec.roles(text(Column.ROLES)),
        optional(Column.CREDENTIAL),
        optional(Column.REASON),
        optional(Column.TICKET),
        optional(Column.OCCURRED_AT).map(Instant::parse),
        text(Column.REPLICA),
        optional(Column.AGENT_BOOT_ID),
        optional(Column.SOURCE_ADDRESS),
        text(Column.REQUEST_ID),
        optional(Column.TRACEPARENT),
        optional(Column.CAUSATION).map(Long::valueOf),
        optional(Column.IDEMPOTENCY_KEY),
        optional(Column.REQUEST_HASH));
  }

  /** A column that is never absent and holds a number. */
  public long number(Column column) {
    return Long.parseLong(text(column));
  }

  /** A column that is never absent. */
  public String text(Column column) {
    return requireNonNull(texts.get(column), column.sqlName());
  }

  private Optional<String> optional(Column column) {
    return Optional.ofNullable(texts.get(column));
  }

  static void check(Column column, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "%s must not contain the character U+0000".formatted(column.sqlName()));
    }
  }
}
