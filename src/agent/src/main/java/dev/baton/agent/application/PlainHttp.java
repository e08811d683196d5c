package dev.baton.agent.application;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Sends one HTTP/1.0 request over a socket of its own and reads to the end of the stream. Cheap
 * enough to poll the local application every few milliseconds while it boots.
 */
final class PlainHttp {

  private static final int MOST_ANSWER = 256 * 1024;

  private PlainHttp() {}

  /** What came back. */
  record Answer(int status, String body) {}

  /**
   * @throws java.net.ConnectException if nobody listens there
   */
  static Answer send(String method, URI uri, Map<String, String> headers, Duration limit)
      throws IOException {
    int millis = (int) Math.max(1, limit.toMillis());
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(uri.getRawPath());
    if (uri.getRawQuery() != null) {
      request.append('?').append(uri.getRawQuery());
    }
    request.append(" HTTP/1.0\r\nHost: ").append(uri.getHost()).append(':').append(port);
    headers.forEach(
        (name, value) -> request.append("\r\n").append(name).append(": ").append(value));
    request.append("\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), millis);
      if (socket.getLocalPort() == port
          && socket.getLocalAddress().equals(socket.getInetAddress())) {
        throw new ConnectException("the connection reached itself"); // an ephemeral port
      }
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(MOST_ANSWER);
      return parse(new String(answer, StandardCharsets.UTF_8));
    }
  }

  private static Answer parse(String answer) throws IOException {
    if (!answer.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*")) {
      throw new IOException("no HTTP answer");
    }
    int body = answer.indexOf("\r\n\r\n");
    return new Answer(
        Integer.parseInt(answer.substring(9, 12)), body < 0 ? "" : answer.substring(body + 4));
  }
}
