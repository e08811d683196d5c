package dev.baton.agent.application;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The TCP ports at which this host takes connections, by the kernel's own tables. */
final class ListeningPorts {

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

  // See proc(5), /proc/net/tcp: column st.
  private static final String LISTEN = "0A";
  private static final String ESTABLISHED = "01";
  private static final String CLOSE_WAIT = "08";

  private ListeningPorts() {}

  /** Those of the ports given at which somebody listens, at whichever address. */
  static Set<Integer> among(Set<Integer> ports) throws IOException {
    Set<Integer> found = new HashSet<>(in(Set.of(LISTEN)));
    found.retainAll(ports);
    return found;
  }

  /** Whether somebody listens at one of them, or a connection there has not ended. */
  static boolean busy(Set<Integer> ports) throws IOException {
    return in(Set.of(LISTEN, ESTABLISHED, CLOSE_WAIT)).stream().anyMatch(ports::contains);
  }

  private static Set<Integer> in(Set<String> states) throws IOException {
    Set<Integer> found = new HashSet<>();
    for (Path table : TABLES) {
      try {
        for (String line : Files.readAllLines(table)) {
          String[] columns = line.strip().split("\\s+", 5);
          if (columns.length > 4 && states.contains(columns[3])) {
            String port = columns[1].substring(columns[1].indexOf(':') + 1);
            found.add(Integer.parseInt(port, 16));
          }
        }
      } catch (NoSuchFileException withoutThatProtocol) {
        // a kernel without IPv6
      }
    }
    return found;
  }
}
