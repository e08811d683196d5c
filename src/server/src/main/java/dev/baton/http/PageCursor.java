package dev.baton.http;

import dev.baton.protocol.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ended, as a text that fits the query it came from and no other. Going on with other
 * filters would leave things out without a word.
 */
public final class PageCursor {

  /** The first byte; also keeps a cursor from looking like a sequence number. */
  private static final byte FORMAT = 1;

  private static final int LENGTH = 1 + Long.BYTES + Long.BYTES;

  private PageCursor() {}

  /**
   * The text for callers.
   *
   * @param seq the sequence number up to which all was given
   * @param query filters and order, in an order of their own; no value holds U+0000
   */
  public static String of(long seq, List<String> query) {
    byte[] bytes =
        ByteBuffer.allocate(LENGTH).put(FORMAT).putLong(digest(query)).putLong(seq).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The sequence number in it.
   *
   * @param parameter in which it came, for the problem
   * @throws ProblemException when it is no cursor, or one of another query
   */
  public static long seq(String parameter, String text, List<String> query) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(parameter, text));
    if (bytes.remaining() != LENGTH || bytes.get() != FORMAT) {
      throw unreadable(parameter);
    }
    if (bytes.getLong() != digest(query)) {
      throw ProblemException.refused(
          ProblemType.CURSOR_OF_ANOTHER_QUERY,
          parameter,
          "is the 'next' of a query with other filters or another order; repeat those with it, or"
              + " leave it out to begin anew");
    }
    return bytes.getLong();
  }

  private static byte[] decoded(String parameter, String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw unreadable(parameter);
    }
  }

  private static ProblemException unreadable(String parameter) {
    return ProblemException.refused(
        ProblemType.CURSOR_UNREADABLE,
        parameter,
        "is no 'next' of a page; copy the whole of it, or leave it out to begin anew");
  }

  private static long digest(List<String> query) {
    byte[] text = String.join("\0", query).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Digests.sha256().digest(text)).getLong();
  }
}
