package dev.baton.agent;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;

/**
 * Ports for servers of tests that come and go: one that is down for a moment holds no port, so each
 * process has a block of its own, which it holds by listening at the first of them.
 */
public final class TestPorts {

  private static final int BLOCK = 500;

  // Below the ephemeral range, where a connection to a closed port can reach itself.
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;

  /** Given back when this process ends. */
  private static final ServerSocket HELD = block();

  private static int next = HELD.getLocalPort();

  private TestPorts() {}

  private static ServerSocket block() {
    for (int first = FIRST; first + BLOCK <= LAST; first += BLOCK) {
      try {
        return new ServerSocket(first);
      } catch (IOException taken) {
        // by another process of tests, or by somebody else
      }
    }
    throw new IllegalStateException("no block of ports is free");
  }

  /** One at which nobody listens. */
  public static synchronized int free() throws IOException {
    for (int i = 1; i < BLOCK; i++) {
      next = next + 1 < HELD.getLocalPort() + BLOCK ? next + 1 : HELD.getLocalPort() + 1;
      try (ServerSocket socket = new ServerSocket(next)) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // the next one, then
      }
    }
    throw new IOException("no port of the block from %d is free".formatted(HELD.getLocalPort()));
  }
}
