package dev.baton.http.connection;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The kernel's table of connections: one that was reset is gone from it, read or not. */
final class TcpTable {

  private TcpTable() {}

  static boolean has(Socket socket) throws IOException {
    return has(socket.getLocalPort(), socket.getPort());
  }

  /** Whether a connection from that port to that one is there. */
  static boolean has(int from, int to) throws IOException {
    String local = ":%04X ".formatted(from);
    String remote = ":%04X ".formatted(to);
    for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Path table = Path.of(file);
      if (Files.exists(table)
          && Files.readString(table)
              .lines()
              .anyMatch(
                  line -> line.contains(local) && line.indexOf(remote) > line.indexOf(local))) {
        return true;
      }
    }
    return false;
  }
}
