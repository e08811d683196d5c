package dev.baton.agent.http;

import dev.baton.agent.action.RefusedException;
import dev.baton.protocol.RefusalCode;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Request line and header fields, RFC 9112, and stricter: what two readers could take for two
 * things is refused.
 *
 * @param target path and query as sent, begins with a slash
 * @param fields by name in lower case
 */
record RequestHead(String method, String target, Map<String, String> fields) {

  private static final int LARGEST = 8 * 1024;
  private static final int MOST_FIELDS = 50;
  private static final Set<String> METHODS = Set.of("GET", "PUT", "POST", "DELETE");
  private static final Pattern TARGET = Pattern.compile("/[!-~]*");
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,15}");

  RequestHead {
    fields = Map.copyOf(fields);
  }

  /**
   * Reads one.
   *
   * @param first its first byte, which was read already
   * @throws RefusedException if it is not well-formed; the connection is of no use then
   */
  static RequestHead read(int first, InputStream in) throws IOException, RefusedException {
    String[] lines = lines(first, in).split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    if (words.length != 3 || !words[2].equals("HTTP/1.1")) {
      throw malformed("no request line of HTTP/1.1");
    }
    if (!METHODS.contains(words[0]) || !TARGET.matcher(words[1]).matches()) {
      throw malformed("no method or path of this agent");
    }
    Map<String, String> fields = new TreeMap<>();
    for (int i = 1; i < lines.length; i++) {
      field(lines[i], fields);
    }
    RequestHead head = new RequestHead(words[0], words[1], fields);
    head.checkBody();
    return head;
  }

  /** Without the empty line at its end. */
  private static String lines(int first, InputStream in) throws IOException, RefusedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int previous = -1;
    for (int next = first, ends = 0; ; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection ended in a request");
      }
      if ((next == '\n') != (previous == '\r') || bytes.size() == LARGEST) {
        throw malformed("header too large, or a line that does not end with CR LF");
      }
      bytes.write(next);
      ends = next == '\r' || next == '\n' ? ends + 1 : 0;
      if (ends == 4) {
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        return text.substring(0, text.length() - ends);
      }
      previous = next;
    }
  }

  private static void field(String line, Map<String, String> fields) throws RefusedException {
    int colon = line.indexOf(':');
    if (colon < 1 || !NAME.matcher(line.substring(0, colon)).matches()) {
      throw malformed("a header field without a name");
    }
    String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
    String value = line.substring(colon + 1).strip();
    boolean again =
        fields.merge(name, value, (one, two) -> one + ", " + two).length() != value.length();
    if (again && Set.of("content-length", "transfer-encoding", "host").contains(name)) {
      throw malformed(name + " comes twice");
    }
    if (fields.size() > MOST_FIELDS) {
      throw malformed("more than %d header fields".formatted(MOST_FIELDS));
    }
  }

  private void checkBody() throws RefusedException {
    Optional<String> length = field("content-length");
    Optional<String> encoding = field("transfer-encoding");
    if (length.isPresent() && (encoding.isPresent() || !LENGTH.matcher(length.get()).matches())) {
      throw malformed("content-length makes no sense");
    }
    if (encoding.isPresent() && !encoding.get().equalsIgnoreCase("chunked")) {
      throw malformed("transfer-encoding other than chunked");
    }
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private boolean says(String name, String word) {
    return field(name).filter(word::equalsIgnoreCase).isPresent();
  }

  boolean chunked() {
    return field("transfer-encoding").isPresent();
  }

  /** Bytes of the body; meaningless when it is chunked. */
  long length() {
    return Long.parseLong(field("content-length").orElse("0"));
  }

  /** The other side sends no body before it is told to. */
  boolean waitsForGo() {
    return says("expect", "100-continue");
  }

  boolean isLast() {
    return says("connection", "close");
  }

  static RefusedException malformed(String message) {
    return new RefusedException(RefusalCode.MALFORMED, message);
  }
}
