package dev.baton.http.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Sockets that say what a test likes, from any address of the loopback network. */
final class RawConnections implements AutoCloseable {

  private final int port;
  private final List<Socket> sockets = new ArrayList<>();

  RawConnections(int port) {
    this.port = port;
  }

  /**
   * A connection from 127.0.1.{@code from} on which that was said.
   *
   * @param words ASCII
   */
  Socket open(int from, String words) throws IOException {
    Socket socket = new Socket();
    sockets.add(socket);
    byte[] address = {127, 0, 1, (byte) from};
    socket.bind(new InetSocketAddress(InetAddress.getByAddress(address), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
    say(socket, words);
    return socket;
  }

  static void say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
  }

  /** Whether the other side has ended it; reads what is there. */
  static boolean ended(Socket socket) {
    try {
      socket.setSoTimeout(100);
      byte[] bytes = new byte[8192];
      int read = 0;
      while (read >= 0) {
        read = socket.getInputStream().read(bytes);
      }
      return true;
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
