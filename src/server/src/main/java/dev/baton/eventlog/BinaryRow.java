package dev.baton.eventlog;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One event as PostgreSQL's binary COPY sends it (PostgreSQL manual, COPY, "Binary Format"). The
 * fields are places in the message; nothing is taken out of it. Used again for the next message.
 */
public final class BinaryRow {

  private static final EventColumn[] COLUMNS = EventColumn.values();

  /** Signature, flags and length of an extension that nobody has: in front of the first row. */
  public static final int HEADER = 19;

  private ByteBuffer message = ByteBuffer.allocate(0);
  private final int[] places = new int[COLUMNS.length];
  private final int[] lengths = new int[COLUMNS.length];

  /**
   * Takes the row that begins at {@code start}.
   *
   * @return false when the end of all rows stands there
   */
  public boolean take(byte[] bytes, int start) {
    message = ByteBuffer.wrap(bytes);
    if (message.getShort(start) < 0) {
      return false;
    }
    int place = start + Short.BYTES;
    for (int i = 0; i < COLUMNS.length; i++) {
      lengths[i] = message.getInt(place);
      place += Integer.BYTES;
      places[i] = place;
      place += Math.max(0, lengths[i]);
    }
    return true;
  }

  public boolean has(EventColumn column) {
    return lengths[column.place()] >= 0;
  }

  /** Of a column that is there. */
  public long number(EventColumn column) {
    return message.getLong(places[column.place()]);
  }

  public boolean is(EventColumn column, byte[] content) {
    int place = places[column.place()];
    int length = Math.max(0, lengths[column.place()]);
    return Arrays.equals(message.array(), place, place + length, content, 0, content.length);
  }

  /** Adds the text of a column that is there, the same that was hashed. */
  void write(EventColumn column, ByteText out) {
    int place = places[column.place()];
    int length = lengths[column.place()];
    switch (column.kind()) {
      case NUMBER -> out.number(message.getLong(place));
      case TIME -> out.time(message.getLong(place));
      case TEXT -> out.add(message.array(), place, length);
      case HASH -> out.hex(message.array(), place, length);
    }
  }

  /** Writes one column as a value in JSON. */
  public void writeJson(EventColumn column, ByteText out) {
    switch (column.kind()) {
      case NUMBER -> write(column, out);
      case TEXT -> out.quoted(message.array(), places[column.place()], lengths[column.place()]);
      case TIME, HASH -> {
        out.add('"');
        write(column, out);
        out.add('"');
      }
    }
  }
}
