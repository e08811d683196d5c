package dev.baton.agent;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
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
      freed += Files.exists(folder) ? FolderSize.of(folder) : 0;
      delete(folder);
    }
    return Map.of(
        "deleted", run.param("folders"),
        "freedBytes", Long.toString(freed));
  }

  /** Links in it are deleted, what they lead to is not. */
  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Path unused =
        Files.walkFileTree(
            folder,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult postVisitDirectory(Path left, IOException failure)
                  throws IOException {
                Files.delete(left);
                return FileVisitResult.CONTINUE;
              }
            });
  }
}
