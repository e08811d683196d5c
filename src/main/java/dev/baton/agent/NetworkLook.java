package dev.baton.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;

/** Tries from this host whether anything takes a TCP connection there, and says nothing to it. */
final class NetworkLook {

  private static final int LIMIT_MILLIS = 2000;

  Map<String, String> run(Run run) throws FailedException {
    String host = run.param("host");
    String port = run.param("port");
    if (!PolicyKey.Kind.ENDPOINT.fits(host + ":" + port)) {
      throw new FailedException("'%s:%s' is not address:port".formatted(host, port));
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, Integer.parseInt(port)), LIMIT_MILLIS);
      return Map.of("connected", "true");
    } catch (IOException e) {
      return Map.of("connected", "false", "why", String.valueOf(e.getMessage()));
    }
  }
}
