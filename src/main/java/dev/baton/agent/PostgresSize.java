package dev.baton.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How much a copy of the data folder takes, and how much room there is beside it. */
final class PostgresSize {

  private final PostgresServer server;

  PostgresSize(PostgresServer server) {
    this.server = server;
  }

  Map<String, String> run(Run run) throws IOException {
    Path data = server.data();
    return Map.of(
        "bytes", Long.toString(Files.exists(data) ? of(data) : 0),
        "freeBytes", Long.toString(free(data)));
  }

  /** Without the write-ahead log: a base backup takes only the end of it along. */
  static long of(Path data) throws IOException {
    Path log = data.resolve("pg_wal");
    return FolderSize.of(data) - (Files.exists(log) ? FolderSize.of(log) : 0);
  }

  static long free(Path data) throws IOException {
    return Files.getFileStore(data.toAbsolutePath().getParent()).getUsableSpace();
  }
}
