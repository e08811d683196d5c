package dev.baton.agent;

import com.sun.net.httpserver.HttpsExchange;
import dev.baton.action.Json;
import dev.baton.action.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** One HTTP exchange, with what the agent wants to know of it. */
final class Call {

  private static final int LARGEST_BODY = 64 * 1024;

  private final HttpsExchange exchange;
  private final List<String> path;

  Call(HttpsExchange exchange) throws RefusedException {
    this.exchange = exchange;
    try {
      path =
          Arrays.stream(exchange.getRequestURI().getRawPath().substring(1).split("/", -1))
              .map(segment -> URLDecoder.decode(segment, StandardCharsets.UTF_8))
              .toList();
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Refusal.Code.MALFORMED, "the path is not URL-encoded");
    }
  }

  String method() {
    return exchange.getRequestMethod();
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
      return PeerIdentity.of(exchange.getSSLSession());
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      throw new RefusedException(Refusal.Code.NOT_ALLOWED, "peer: " + e.getMessage());
    }
  }

  /** A whole number of the query, at most that large; the default if it is not there. */
  long number(String name, long otherwise, long most) throws RefusedException {
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        String value = pair.substring(name.length() + 1);
        if (!value.matches("[0-9]{1,18}")) {
          throw new RefusedException(Refusal.Code.MALFORMED, name + " must be a whole number");
        }
        return Math.min(most, Long.parseLong(value));
      }
    }
    return otherwise;
  }

  Map<String, @Nullable Object> body() throws IOException, RefusedException {
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      throw new RefusedException(Refusal.Code.MALFORMED, "the body is larger than 64 KB");
    }
    try {
      return Json.readObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new RefusedException(Refusal.Code.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  InputStream stream() {
    return exchange.getRequestBody();
  }

  void answer(Answer answer) throws IOException {
    byte[] bytes = Json.write(answer.body()).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public String toString() {
    return method() + " " + exchange.getRequestURI().getRawPath();
  }
}
