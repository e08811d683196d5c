package dev.baton.audit;

import dev.baton.eventlog.EventFilter;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ended, as a text that fits the query it came from and no other. Going on with other
 * filters would leave events out without a word.
 */
final class Cursor {

  /** The first byte; also keeps a cursor from looking like a sequence number. */
  private static final byte FORMAT = 1;

  private static final int LENGTH = 1 + Long.BYTES + Long.BYTES;

  private Cursor() {}

  static String of(long seq, EventFilter filter, boolean newestFirst) {
    byte[] bytes =
        ByteBuffer.allocate(LENGTH)
            .put(FORMAT)
            .putLong(query(filter, newestFirst))
            .putLong(seq)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The sequence number in it.
   *
   * @throws ProblemException when it is no cursor, or one of another query
   */
  static long seq(String text, EventFilter filter, boolean newestFirst) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(text));
    if (bytes.remaining() != LENGTH || bytes.get() != FORMAT) {
      throw unreadable();
    }
    if (bytes.getLong() != query(filter, newestFirst)) {
      throw Given.refused(
          ProblemType.CURSOR_OF_ANOTHER_QUERY,
          "after",
          "is the 'next' of a query with other filters or another order; repeat those with it, or"
              + " leave it out to begin anew");
    }
    return bytes.getLong();
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw unreadable();
    }
  }

  private static ProblemException unreadable() {
    return Given.refused(
        ProblemType.CURSOR_UNREADABLE,
        "after",
        "is neither the 'next' of a page nor a sequence number; copy the whole 'next', or leave it"
            + " out to begin anew");
  }

  /** No value holds U+0000, so joined by it no two queries read alike. */
  private static long query(EventFilter filter, boolean newestFirst) {
    var parts = new ArrayList<String>();
    parts.add(Boolean.toString(newestFirst));
    parts.add(filter.typePrefix().orElse(""));
    parts.add(filter.from().map(Object::toString).orElse(""));
    parts.add(filter.to().map(Object::toString).orElse(""));
    filter.exact().forEach((column, value) -> parts.addAll(List.of(column.sqlName(), value)));
    byte[] text = String.join("\0", parts).getBytes(StandardCharsets.UTF_8);
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
