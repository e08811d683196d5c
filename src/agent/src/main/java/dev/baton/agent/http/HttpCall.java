package dev.baton.agent.http;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.tls.PeerIdentity;
import dev.baton.protocol.Json;
import dev.baton.protocol.RefusalCode;
import dev.baton.protocol.UrlRedactor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** One HTTP request, with what the agent wants to know of it. */
final class HttpCall {

  private static final int LARGEST_BODY = 64 * 1024;

  private final RequestHead head;
  private final RequestBody body;
  private final SSLSession session;
  private final AgentConnection connection;
  private final List<String> path;
  private final String query;

  HttpCall(RequestHead head, RequestBody body, SSLSession session, AgentConnection connection)
      throws RefusedException {
    this.head = head;
    this.body = body;
    this.session = session;
    this.connection = connection;
    int mark = head.target().indexOf('?');
    query = mark < 0 ? "" : head.target().substring(mark + 1);
    try {
      path =
          Arrays.stream(rawPath().substring(1).split("/", -1))
              .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
              .toList();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(RefusalCode.MALFORMED, "the path is not URL-encoded");
    }
  }

  String method() {
    return head.method();
  }

  /** Decoded segments, at least one. */
  List<String> path() {
    return path;
  }

  /**
   * @throws RefusedException if its certificate is not one of ours
   */
  PeerIdentity peer() throws RefusedException {
    try {
      return PeerIdentity.of(session);
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      throw new RefusedException(RefusalCode.NOT_ALLOWED, "peer: " + e.getMessage());
    }
  }

  /** A whole number of the query, at most that large; the default if it is not there. */
  long number(String name, long otherwise, long most) throws RefusedException {
    for (String pair : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        String value = pair.substring(name.length() + 1);
        if (!value.matches("[0-9]{1,18}")) {
          throw new RefusedException(RefusalCode.MALFORMED, name + " must be a whole number");
        }
        return Math.min(most, Long.parseLong(value));
      }
    }
    return otherwise;
  }

  Map<String, @Nullable Object> body() throws IOException, RefusedException {
    byte[] bytes = connection.whole(body, LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw new RefusedException(RefusalCode.MALFORMED, "the body is larger than 64 KB");
    }
    try {
      return Json.readObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(RefusalCode.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  InputStream stream() {
    return connection.patiently(body);
  }

  private String rawPath() {
    int mark = head.target().indexOf('?');
    return mark < 0 ? head.target() : head.target().substring(0, mark);
  }

  @Override
  public String toString() {
    return method() + " " + UrlRedactor.path(head.target());
  }
}
