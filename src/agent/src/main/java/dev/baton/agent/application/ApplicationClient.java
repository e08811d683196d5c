package dev.baton.agent.application;

import dev.baton.agent.os.FileStamp;
import dev.baton.protocol.AuthorityTrust;
import dev.baton.protocol.Pem;
import dev.baton.protocol.RevocationList;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Sends one HTTP/1.0 request over a socket of its own, with TLS for an https URL, and reads to the
 * end of the stream. Cheap enough to poll the local application while it boots.
 */
final class ApplicationClient {

  private static final int MOST_ANSWER = 256 * 1024;

  private final Optional<Path> authority;
  private volatile TrustedAuthorities trusted =
      new TrustedAuthorities("never read", Optional.empty());

  private record TrustedAuthorities(String stamp, Optional<SSLContext> context) {}

  /**
   * @param authority PEM file with what the certificate of an https URL must come from; empty: one
   *     of those that Java trusts
   */
  ApplicationClient(Optional<Path> authority) {
    this.authority = authority;
  }

  /** What came back. */
  record Answer(int status, String body) {}

  /** The port a URL leads to. */
  static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : secure(uri) ? 443 : 80;
  }

  private static boolean secure(URI uri) {
    return "https".equals(uri.getScheme());
  }

  /**
   * @throws ConnectException if nobody listens there
   */
  Answer send(String method, URI uri, Map<String, String> headers, Duration limit)
      throws IOException {
    return send(method, uri, uri.getHost(), headers, limit);
  }

  /**
   * Calls a URL whose host is not the one that the certificate names: one application answers at
   * several addresses.
   *
   * @throws ConnectException if nobody listens there
   */
  Answer send(String method, URI uri, String name, Map<String, String> headers, Duration limit)
      throws IOException {
    int millis = (int) Math.max(1, limit.toMillis());
    int port = port(uri);
    StringBuilder request = new StringBuilder();
    request.append(method).append(' ').append(uri.getRawPath());
    if (uri.getRawQuery() != null) {
      request.append('?').append(uri.getRawQuery());
    }
    request
        .append(" HTTP/1.0\r\nHost: ")
        .append(secure(uri) ? name : uri.getHost())
        .append(':')
        .append(port);
    headers.forEach((key, value) -> request.append("\r\n").append(key).append(": ").append(value));
    request.append("\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), port), millis);
      if (socket.getLocalPort() == port
          && socket.getLocalAddress().equals(socket.getInetAddress())) {
        throw new ConnectException("the connection reached itself"); // an ephemeral port
      }
      socket.setSoTimeout(millis);
      try (Socket stream = secure(uri) ? secured(socket, name, port) : socket) {
        stream.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
        byte[] answer = stream.getInputStream().readNBytes(MOST_ANSWER);
        return parse(new String(answer, StandardCharsets.UTF_8));
      }
    }
  }

  private Socket secured(Socket socket, String name, int port) throws IOException {
    SSLSocket secured =
        (SSLSocket) context().getSocketFactory().createSocket(socket, name, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  /** The file is read again when it was changed. */
  private SSLContext context() throws IOException {
    String stamp = authority.map(FileStamp::of).orElse("");
    TrustedAuthorities last = trusted;
    if (!last.stamp().equals(stamp) || last.context().isEmpty()) {
      last = new TrustedAuthorities(stamp, Optional.of(read()));
      trusted = last;
    }
    return last.context().orElseThrow();
  }

  private SSLContext read() throws IOException {
    try {
      if (authority.isEmpty()) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      AuthorityTrust trust =
          new AuthorityTrust(Pem.certificates(authority.get()), RevocationList.NONE);
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "%s: %s"
              .formatted(
                  authority.map(Path::toString).orElse("Java's authorities"), e.getMessage()),
          e);
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
