package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the server's files say, read by the server's own program: it need not run. */
final class OfflineSettings {

  private final PostgresServer server;

  OfflineSettings(PostgresServer server) {
    this.server = server;
  }

  /**
   * The value that a start would take.
   *
   * @throws FailedException with the server's words if its files keep it from starting
   */
  String get(String name, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("-C", name));
    options.addAll(server.places());
    Programs.Exit read =
        Programs.run(server.program("postgres", options.toArray(String[]::new)), deadline);
    if (!read.succeeded()) {
      throw new FailedException("it would not start: " + read.lastLines(2));
    }
    return read.lastLines(1);
  }
}
