package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FolderSize;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures the data folder and the free space beside it, for a copy, and says why the folder could
 * not be set aside for one, if it could not.
 */
public final class PostgresSize {

  private final PostgresServer server;

  public PostgresSize(PostgresServer server) {
    this.server = server;
  }

  public Map<String, String> run(ActionContext actionContext)
      throws IOException, InterruptedException {
    Path data = server.data();
    boolean exists = Files.exists(data);
    Map<String, String> facts = new TreeMap<>();
    facts.put(EvidenceKey.BYTES.wireName(), Long.toString(exists ? of(data) : 0));
    facts.put(EvidenceKey.FREE_BYTES.wireName(), Long.toString(free(data)));
    if (exists) {
      new RetainedDataFolders(server)
          .obstacle()
          .ifPresent(why -> facts.put(EvidenceKey.WHY.wireName(), why));
    }
    return facts;
  }

  /** Without the write-ahead log: a base backup takes only the end of it along. */
  static long of(Path data) throws IOException {
    Path log = data.resolve("pg_wal");
    return FolderSize.of(data) - (Files.exists(log) ? FolderSize.of(log) : 0);
  }

  static long free(Path data) throws IOException {
    Path disk = Files.exists(data) ? data : data.toAbsolutePath().getParent();
    return Files.getFileStore(disk).getUsableSpace();
  }
}
