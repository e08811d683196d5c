package dev.baton.agent.postgres;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the server's files say, read by the server's own program: it need not run. */
final class OfflineSettings {

  private static final int MOST = 64 * 1024;

  private final PostgresServer server;

  OfflineSettings(PostgresServer server) {
    this.server = server;
  }

  /**
   * The value that a start would take, in bytes: see {@link AutoConfiguration#text}.
   *
   * @throws FailedException with the server's words if its files keep it from starting
   */
  String get(String name, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("-C", name));
    options.addAll(server.places());
    Programs.Exit read =
        Programs.run(
            server.program("postgres", options.toArray(String[]::new)),
            "",
            StandardCharsets.ISO_8859_1,
            MOST,
            deadline);
    if (!read.succeeded()) {
      throw new FailedException("it would not start: " + AutoConfiguration.text(read.lastLines(2)));
    }
    return read.lastLines(1);
  }

  /** A file or folder that a setting names; relative ones are those of the data folder. */
  Path path(String name, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return server.data().resolve(AutoConfiguration.text(get(name, deadline)));
  }
}
