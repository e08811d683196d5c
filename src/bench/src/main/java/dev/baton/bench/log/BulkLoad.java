package dev.baton.bench.log;

import dev.baton.eventlog.EventColumn;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.LogHead;
import dev.baton.eventlog.append.PlacedEvent;
import dev.baton.pair.Event;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Fills an empty log with millions of events in minutes, numbered and chained as if they had been
 * appended. Only the role that owns the tables can do it.
 */
final class BulkLoad {

  private static final int CHUNK = 1 << 16;

  private final Connection owner;
  private final Map<StreamId, Long> versions = new HashMap<>();
  private LogHead head = LogHead.EMPTY;

  private BulkLoad(Connection owner) {
    this.owner = owner;
  }

  /** One append: what, where, by whom, and when. */
  record Entry(StreamId stream, EventContext context, Instant at, List<? extends Event> events) {

    Entry {
      events = List.copyOf(events);
    }
  }

  /**
   * Fills the log.
   *
   * @param owner a connection of the role that owns the tables, not in a transaction
   * @param count how many events; the last entry is cut short where it has more
   * @param entries in order of time, without end
   * @param progress told the number of events so far, now and then
   */
  static void fill(Connection owner, long count, Supplier<Entry> entries, LongConsumer progress)
      throws SQLException {
    var load = new BulkLoad(owner);
    List<String> indexes = load.dropIndexes();
    load.copy(count, entries, progress);
    load.moveHead();
    for (String index : indexes) {
      load.run(index);
    }
    load.run("vacuum (analyze) event");
  }

  /** Indexes are made faster than kept; the statements that make them again, constraints first. */
  private List<String> dropIndexes() throws SQLException {
    List<String> again = new ArrayList<>();
    for (String constraint :
        column(
            "select conname from pg_constraint where conrelid = 'event'::regclass and contype in"
                + " ('p', 'u')")) {
      again.add(
          "alter table event add constraint %s %s"
              .formatted(
                  constraint,
                  column(
                          "select pg_get_constraintdef(oid) from pg_constraint where conname = '%s' and conrelid = 'event'::regclass"
                              .formatted(constraint))
                      .getFirst()));
      run("alter table event drop constraint " + constraint);
    }
    again.addAll(
        column(
            "select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'event'::regclass"));
    for (String index :
        column("select indexrelid::regclass from pg_index where indrelid = 'event'::regclass")) {
      run("drop index " + index);
    }
    return again;
  }

  private void copy(long count, Supplier<Entry> entries, LongConsumer progress)
      throws SQLException {
    CopyIn copy =
        owner
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy event (%s) from stdin"
                    .formatted(
                        Stream.of(EventColumn.values())
                            .map(EventColumn::sqlName)
                            .collect(Collectors.joining(", "))));
    var buffer = new ByteArrayOutputStream(2 * CHUNK);
    while (head.seq() < count) {
      long left = count - head.seq();
      for (PlacedEvent placed : placed(entries.get(), left)) {
        buffer.writeBytes(line(placed.row()).getBytes(StandardCharsets.UTF_8));
      }
      if (buffer.size() > CHUNK || head.seq() == count) {
        copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
        buffer.reset();
        progress.accept(head.seq());
      }
    }
    copy.endCopy();
  }

  private List<PlacedEvent> placed(Entry entry, long most) {
    long version = versions.getOrDefault(entry.stream(), 0L);
    List<? extends Event> events =
        entry.events().subList(0, (int) Math.min(most, entry.events().size()));
    List<PlacedEvent> placed =
        head.next(entry.stream(), version, events, entry.context(), entry.at());
    head = LogHead.of(placed.getLast().event());
    versions.put(entry.stream(), version + placed.size());
    return placed;
  }

  /** A line in the text format of COPY. */
  private static String line(EventRow row) {
    var line = new StringBuilder(1_024);
    for (EventColumn column : EventColumn.values()) {
      String text = row.texts().get(column);
      line.append(line.isEmpty() ? "" : "\t");
      if (text == null) {
        line.append("\\N");
      } else if (column == EventColumn.HASH || column == EventColumn.PREV_HASH) {
        line.append("\\\\x").append(text);
      } else {
        append(line, text);
      }
    }
    return line.append('\n').toString();
  }

  private static void append(StringBuilder line, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> line.append(c);
      }
    }
  }

  private void moveHead() throws SQLException {
    try (PreparedStatement statement =
        owner.prepareStatement(
            "update log_head set seq = ?, hash = decode(?, 'hex'), recorded_at = ?::timestamptz")) {
      statement.setLong(1, head.seq());
      statement.setString(2, head.hash());
      statement.setString(3, head.recordedAt().toString());
      statement.executeUpdate();
    }
  }

  private void run(String sql) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> column(String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = owner.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        values.add(result.getString(1));
      }
    }
    return values;
  }
}
