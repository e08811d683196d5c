package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderSize;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.os.TimestampedPath;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The data folders that base backups took the place of. They are the only thing the agent ever
 * deletes, and only by names that it gave itself.
 */
public final class RetainedDataFolders {

  private final PostgresServer server;

  public RetainedDataFolders(PostgresServer server) {
    this.server = server;
  }

  /** Name of each folder to its bytes. */
  public Map<String, String> list(ActionContext actionContext) throws IOException {
    Map<String, String> kept = new TreeMap<>();
    for (Path folder : TimestampedPath.all(server.data(), "old")) {
      kept.put(folder.getFileName().toString(), Long.toString(FolderSize.of(folder)));
    }
    return kept;
  }

  /** Deletes those that are named; one that is gone already is no failure. */
  public Map<String, String> prune(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    List<Path> folders = new ArrayList<>();
    for (String name : actionContext.param(ActionParameter.FOLDERS).split(" ", -1)) {
      Path folder = server.data().resolveSibling(name);
      if (!TimestampedPath.made(server.data(), "old", name)
          || Files.isSymbolicLink(folder)
          || Files.exists(folder.resolve("postmaster.pid"), LinkOption.NOFOLLOW_LINKS)) {
        throw new FailedException(
            "'%s' is not a folder that was kept by a base backup; nothing was deleted"
                .formatted(name));
      }
      folders.add(folder);
    }
    long freed = 0;
    for (Path folder : folders) {
      if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
        freed += FolderSize.of(folder);
        ServiceFolder.remove(folder, server.account(), actionContext.deadline());
      }
    }
    return Map.of(
        EvidenceKey.DELETED.wireName(), actionContext.param(ActionParameter.FOLDERS),
        EvidenceKey.FREED_BYTES.wireName(), Long.toString(freed));
  }
}
