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
public enum EventColumn {
  SEQ(ColumnType.NUMBER),
  STREAM(ColumnType.TEXT),
  VERSION(ColumnType.NUMBER),
  TYPE(ColumnType.TEXT),
  OCCURRED_AT(ColumnType.TIME),
  RECORDED_AT(ColumnType.TIME),
  PAIR(ColumnType.TEXT),
  OPERATION(ColumnType.TEXT),
  HOST(ColumnType.TEXT),
  STEP(ColumnType.TEXT),
  OUTCOME(ColumnType.TEXT),
  EPOCH(ColumnType.NUMBER),
  ACTOR(ColumnType.TEXT),
  ROLES(ColumnType.TEXT),
  CREDENTIAL(ColumnType.TEXT),
  REASON(ColumnType.TEXT),
  TICKET(ColumnType.TEXT),
  REPLICA(ColumnType.TEXT),
  AGENT_BOOT_ID(ColumnType.TEXT),
  SOURCE_ADDRESS(ColumnType.TEXT),
  REQUEST_ID(ColumnType.TEXT),
  TRACEPARENT(ColumnType.TEXT),
  CAUSATION(ColumnType.NUMBER),
  IDEMPOTENCY_KEY(ColumnType.TEXT),
  REQUEST_HASH(ColumnType.TEXT),
  PAYLOAD(ColumnType.TEXT),
  PREV_HASH(ColumnType.HASH),
  HASH(ColumnType.HASH);

  /** The columns under the hash: all but the hash itself. */
  static final List<EventColumn> HASHED =
      Stream.of(values()).filter(column -> column != HASH).toList();

  /** The columns that may be absent; an event that lacks another one is none. */
  public static final Set<EventColumn> OPTIONAL =
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

  private final ColumnType kind;

  EventColumn(ColumnType kind) {
    this.kind = kind;
  }

  /** As in the database. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As in an export: {@code recordedAt}. */
  public String jsonName() {
    String[] words = sqlName().split("_");
    return words[0]
        + Stream.of(words)
            .skip(1)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
  }

  public ColumnType kind() {
    return kind;
  }

  /** Counted from 0. */
  @SuppressWarnings("EnumOrdinal") // the order of the columns is that of the fields in a row
  public int place() {
    return ordinal();
  }

  public static String names() {
    return each(EventColumn::sqlName);
  }

  /** A select list of placeholders, each taking the field's text. */
  public static String placeholders() {
    return each(column -> column.kind.write.formatted("?::text"));
  }

  /** A select list that makes fields of texts which carry the columns' names. */
  public static String fields() {
    return each(column -> column.kind.write.formatted(column.sqlName()));
  }

  /** A select list that gives each field's text, the same that was hashed. */
  public static String texts() {
    return each(column -> column.kind.read.formatted(column.sqlName()));
  }

  private static String each(Function<EventColumn, String> text) {
    return Stream.of(values()).map(text).collect(Collectors.joining(", "));
  }

  /** What a field holds, and how it is turned into text and back by the database. */
  public enum ColumnType {
    NUMBER("%s::bigint", "%s::text"),
    TEXT("%s", "%s"),
    TIME("%s::timestamptz", "to_char(%s at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"),
    HASH("decode(%s, 'hex')", "encode(%s, 'hex')");

    private final String write;
    private final String read;

    ColumnType(String write, String read) {
      this.write = write;
      this.read = read;
    }
  }
}
