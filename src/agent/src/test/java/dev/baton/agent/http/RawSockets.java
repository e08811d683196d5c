package dev.baton.agent.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** Connections to a port of this machine on which anything is said. */
final class RawSockets implements AutoCloseable {

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();

  RawSockets(int port) {
    this.port = port;
  }

  /** From one of 16 addresses of this machine's loopback. */
  Socket open(int number, byte[] words) throws IOException {
    Socket socket = new Socket();
    toBeClosed(socket);
    byte[] from = {127, 0, 1, (byte) (1 + number % 16)};
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    socket.getOutputStream().write(words);
    return socket;
  }

  /** Others that end with these. */
  void toBeClosed(Socket... others) {
    sockets.addAll(List.of(others));
  }

  /** Whether the other side has ended it. */
  static boolean ended(Socket socket) {
    try {
      socket.setSoTimeout(100);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
