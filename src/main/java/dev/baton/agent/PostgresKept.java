package dev.baton.agent;

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
final class PostgresKept {

  private final PostgresServer server;

  PostgresKept(PostgresServer server) {
    this.server = server;
  }

  /** Name of each folder to its bytes. */
  Map<String, String> list(Run run) throws IOException {
    Map<String, String> kept = new TreeMap<>();
    for (Path folder : Stamped.all(server.data(), "old")) {
      kept.put(folder.getFileName().toString(), Long.toString(FolderSize.of(folder)));
    }
    return kept;
  }

  /** Deletes those that are named; one that is gone already is no failure. */
  Map<String, String> prune(Run run) throws FailedException, IOException {
    List<Path> folders = new ArrayList<>();
    for (String name : run.param("folders").split(" ", -1)) {
      Path folder = server.data().resolveSibling(name);
      if (!Stamped.made(server.data(), "old", name)
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
      if (Files.exists(folder)) {
        freed += FolderSize.of(folder);
        FolderRemoval.of(folder);
      }
    }
    return Map.of(
        "deleted", run.param("folders"),
        "freedBytes", Long.toString(freed));
  }
}
