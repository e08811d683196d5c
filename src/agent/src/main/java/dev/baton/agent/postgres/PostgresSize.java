package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FolderSize;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Measures the data folder and the free space beside it, for a copy. */
public final class PostgresSize {

  private final PostgresServer server;

  public PostgresSize(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext) throws IOException {
    Path data = server.data();
    return Map.of(
        EvidenceKey.BYTES.wireName(), Long.toString(Files.exists(data) ? of(data) : 0),
        EvidenceKey.FREE_BYTES.wireName(), Long.toString(free(data)));
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
