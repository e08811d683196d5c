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

  /**
   * The first byte, which says what the page ended with: a number, or a name. It also keeps a
   * cursor from looking like a sequence number.
   */
  private static final byte NUMBER = 1;

  private static final byte NAME = 2;

  /** The first byte and the digest of the query; the position comes behind. */
  private static final int HEAD = 1 + Long.BYTES;

  private PageCursor() {}

  /**
   * The text for callers.
   *
   * @param seq the number up to which all was given
   * @param query filters and order, in an order of their own; no value holds U+0000
   */
  public static String of(long seq, List<String> query) {
    return text(NUMBER, ByteBuffer.allocate(Long.BYTES).putLong(seq).array(), query);
  }

  /**
   * The text for callers, of a list that goes by names.
   *
   * @param name up to which all was given
   * @param query as for a number
   */
  public static String of(String name, List<String> query) {
    return text(NAME, name.getBytes(StandardCharsets.UTF_8), query);
  }

  private static String text(byte format, byte[] position, List<String> query) {
    byte[] bytes =
        ByteBuffer.allocate(HEAD + position.length)
            .put(format)
            .putLong(digest(query))
            .put(position)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The number in it.
   *
   * @param parameter in which it came, for the problem
   * @throws ProblemException when it is no cursor, or one of another query
   */
  public static long seq(String parameter, String text, List<String> query) {
    ByteBuffer position = position(parameter, text, query);
    if (position.get(0) != NUMBER) {
      throw unreadable(parameter);
    }
    return position.getLong();
  }

  /**
   * The name in it.
   *
   * @param parameter in which it came, for the problem
   * @throws ProblemException when it is no cursor, or one of another query
   */
  public static String name(String parameter, String text, List<String> query) {
    ByteBuffer position = position(parameter, text, query);
    if (position.get(0) != NAME) {
      throw unreadable(parameter);
    }
    return StandardCharsets.UTF_8.decode(position).toString();
  }

  /** The cursor, read up to its position. */
  private static ByteBuffer position(String parameter, String text, List<String> query) {
    ByteBuffer bytes = ByteBuffer.wrap(decoded(parameter, text));
    boolean whole =
        bytes.remaining() > HEAD
            && (bytes.get(0) == NAME
                || (bytes.get(0) == NUMBER && bytes.remaining() == HEAD + Long.BYTES));
    if (!whole) {
      throw unreadable(parameter);
    }
    if (bytes.position(1).getLong() != digest(query)) {
      throw ProblemException.refused(
          ProblemType.CURSOR_OF_ANOTHER_QUERY,
          parameter,
          "is the 'next' of a query with other filters or another order; repeat those with it, or"
              + " leave it out to begin anew");
    }
    return bytes;
  }

  private static byte[] decoded(String parameter, String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw unreadable(parameter);
    }
  }

  static ProblemException unreadable(String parameter) {
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
