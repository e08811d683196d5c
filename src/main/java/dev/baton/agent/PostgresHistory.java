package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The timelines this server came through. */
final class PostgresHistory {

  private final PostgresServer server;

  PostgresHistory(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws FailedException, IOException, InterruptedException {
    ControlData control = server.controlData();
    List<Path> files = files();
    return Map.of(
        "timeline", control.timeline(),
        "history", files.isEmpty() ? "" : Files.readString(files.getLast()),
        "minRecoveryEnd", control.get("Minimum recovery ending location"));
  }

  /** All history files, oldest timeline first; none on timeline 1. */
  List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(server.data().resolve("pg_wal"))) {
      return all.filter(file -> file.getFileName().toString().matches("[0-9A-F]{8}\\.history"))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }
}
