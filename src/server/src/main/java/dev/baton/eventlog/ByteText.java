package dev.baton.eventlog;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Text as UTF-8 bytes that grow. Writes numbers, times and hashes as they stand under the hash
 * without making a String of each, which is what millions of events would be spent on.
 */
public final class ByteText {

  private static final byte[] HEX = ascii("0123456789abcdef");
  private static final long SECOND = 1_000_000;
  private static final long DAY = 86_400;
  private static final long FIRST_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

  private byte[] bytes = new byte[1024];
  private int length;
  private long knownDay = Long.MIN_VALUE;
  private byte[] knownDate = {};

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  public void clear() {
    length = 0;
  }

  public int length() {
    return length;
  }

  /** Valid up to {@link #length()}, and until more is added. */
  public byte[] bytes() {
    return bytes;
  }

  public void add(int one) {
    room(1);
    bytes[length++] = (byte) one;
  }

  public void add(byte[] all) {
    add(all, 0, all.length);
  }

  void add(byte[] source, int from, int count) {
    room(count);
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  /** Four bytes, big-endian. */
  void int32(int value) {
    room(Integer.BYTES);
    length += Integer.BYTES;
    int32At(length - Integer.BYTES, value);
  }

  void int32At(int place, int value) {
    bytes[place] = (byte) (value >> 24);
    bytes[place + 1] = (byte) (value >> 16);
    bytes[place + 2] = (byte) (value >> 8);
    bytes[place + 3] = (byte) value;
  }

  void number(long value) {
    if (value < 0) {
      add(ascii(Long.toString(value)));
      return;
    }
    int digits = 1;
    for (long rest = value; rest > 9; rest /= 10) {
      digits++;
    }
    padded(value, digits);
  }

  /** UTC with six digits of a second, from PostgreSQL's microseconds since the year 2000. */
  void time(long micros) {
    long second = Math.floorDiv(micros, SECOND);
    long day = Math.floorDiv(second, DAY);
    int ofDay = (int) Math.floorMod(second, DAY);
    if (day != knownDay) {
      knownDate = ascii(LocalDate.ofEpochDay(FIRST_DAY + day) + "T");
      knownDay = day;
    }
    add(knownDate);
    padded(ofDay / 3600, 2);
    add(':');
    padded(ofDay / 60 % 60, 2);
    add(':');
    padded(ofDay % 60, 2);
    add('.');
    padded(Math.floorMod(micros, SECOND), 6);
    add('Z');
  }

  void hex(byte[] source, int from, int count) {
    room(2 * count);
    for (int i = from; i < from + count; i++) {
      bytes[length++] = HEX[source[i] >> 4 & 15];
      bytes[length++] = HEX[source[i] & 15];
    }
  }

  /** As a JSON string; everything from U+0080 on stands for itself. */
  void quoted(byte[] source, int from, int count) {
    add('"');
    int plain = from;
    for (int i = from; i < from + count; i++) {
      byte one = source[i];
      if (one == '"' || one == '\\' || (one >= 0 && one < ' ')) {
        add(source, plain, i - plain);
        plain = i + 1;
        escaped(one);
      }
    }
    add(source, plain, from + count - plain);
    add('"');
  }

  private void escaped(byte one) {
    add('\\');
    if (one >= ' ') {
      add(one);
    } else {
      add('u');
      add('0');
      add('0');
      add(HEX[one >> 4]);
      add(HEX[one & 15]);
    }
  }

  private void padded(long value, int digits) {
    room(digits);
    long rest = value;
    for (int place = length + digits - 1; place >= length; place--) {
      bytes[place] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
