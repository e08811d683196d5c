package dev.baton.agent;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;

/**
 * Ports for servers of tests that come and go: one that is down for a moment holds no port, so each
 * process has a block of its own, which it holds by listening at the first of them.
 */
final class TestPorts {

  private static final int BLOCK = 500;

  // Below the ephemeral range, where a connection to a closed port can reach itself.
  private static final int FIRST = 10_000;
  private static final int LAST = 32_000;

  private final ServerSocket held;
  private int next;

  private TestPorts(ServerSocket held) {
    this.held = held;
    this.next = held.getLocalPort();
  }

  /** A block that no other process has; it is given back when this process ends. */
  static TestPorts ofThisProcess() {
    for (int first = FIRST; first + BLOCK <= LAST; first += BLOCK) {
      try {
        return new TestPorts(new ServerSocket(first));
      } catch (IOException taken) {
        // by another process of tests, or by somebody else
      }
    }
    throw new IllegalStateException("no block of ports is free");
  }

  /** One at which nobody listens. */
  synchronized int free() throws IOException {
    for (int i = 1; i < BLOCK; i++) {
      next = next + 1 < held.getLocalPort() + BLOCK ? next + 1 : held.getLocalPort() + 1;
      try (ServerSocket socket = new ServerSocket(next)) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // the next one, then
      }
    }
    throw new IOException("no port of the block from %d is free".formatted(held.getLocalPort()));
  }
}
