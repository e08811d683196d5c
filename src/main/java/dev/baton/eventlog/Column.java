package dev.baton.eventlog;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every field an event carries: the columns of the table, in the order in which they stand under
 * the hash. Adding, removing or reordering one changes the hash of every event: never after a
 * release.
 */
public enum Column {
  SEQ(Kind.NUMBER),
  STREAM(Kind.TEXT),
  VERSION(Kind.NUMBER),
  TYPE(Kind.TEXT),
  OCCURRED_AT(Kind.TIME),
  RECORDED_AT(Kind.TIME),
  PAIR(Kind.TEXT),
  OPERATION(Kind.TEXT),
  HOST(Kind.TEXT),
  STEP(Kind.TEXT),
  OUTCOME(Kind.TEXT),
  EPOCH(Kind.NUMBER),
  ACTOR(Kind.TEXT),
  ROLES(Kind.TEXT),
  CREDENTIAL(Kind.TEXT),
  REASON(Kind.TEXT),
  TICKET(Kind.TEXT),
  REPLICA(Kind.TEXT),
  AGENT_BOOT_ID(Kind.TEXT),
  SOURCE_ADDRESS(Kind.TEXT),
  REQUEST_ID(Kind.TEXT),
  TRACEPARENT(Kind.TEXT),
  CAUSATION(Kind.NUMBER),
  IDEMPOTENCY_KEY(Kind.TEXT),
  REQUEST_HASH(Kind.TEXT),
  PAYLOAD(Kind.TEXT),
  PREV_HASH(Kind.HASH),
  HASH(Kind.HASH);

  /** The columns under the hash: all but the hash itself. */
  static final List<Column> HASHED = Stream.of(values()).filter(column -> column != HASH).toList();

  /** The columns that may be absent; an event that lacks another one is none. */
  static final Set<Column> OPTIONAL =
      EnumSet.of(
          PAIR,
          OPERATION,
          HOST,
          STEP,
          OUTCOME,
          CREDENTIAL,
          REASON,
          TICKET,
          AGENT_BOOT_ID,
          SOURCE_ADDRESS,
          TRACEPARENT,
          CAUSATION,
          IDEMPOTENCY_KEY,
          REQUEST_HASH);

  private final Kind kind;

  Column(Kind kind) {
    this.kind = kind;
  }

  /** As in the database. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As in an export: {@code recordedAt}. */
  String jsonName() {
    String[] words = sqlName().split("_");
    return words[0]
        + Stream.of(words)
            .skip(1)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }

  Kind kind() {
    return kind;
  }

  /** Counted from 0. */
  @SuppressWarnings("EnumOrdinal") // The order of the columns is that of the fields in a row.
  int place() {
    return ordinal();
  }

  static String names() {
    return each(Column::sqlName);
  }

  /** A select list of placeholders, each taking the field's text. */
  static String placeholders() {
    return each(column -> column.kind.write.formatted("?::text"));
  }

  /** A select list that makes fields of texts which carry the columns' names. */
  static String fields() {
    return each(column -> column.kind.write.formatted(column.sqlName()));
  }

  /** A select list that gives each field's text, the same that was hashed. */
  static String texts() {
    return each(column -> column.kind.read.formatted(column.sqlName()));
  }

  private static String each(Function<Column, String> text) {
    return Stream.of(values()).map(text).collect(Collectors.joining(", "));
  }

  /** What a field holds, and how it is turned into text and back by the database. */
  enum Kind {
    NUMBER("%s::bigint", "%s::text"),
    TEXT("%s", "%s"),
    TIME("%s::timestamptz", "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"),
    HASH("decode(%s, 'hex')", "encode(%s, 'hex')");

    private final String write;
    private final String read;

    Kind(String write, String read) {
      this.write = write;
      this.read = read;
    }
  }
}
