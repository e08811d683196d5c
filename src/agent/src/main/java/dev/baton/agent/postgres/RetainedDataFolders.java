package dev.baton.agent.postgres;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.FolderSize;
import dev.baton.agent.os.LinkedFolder;
import dev.baton.agent.os.MountPoint;
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
import java.util.Optional;
import java.util.TreeMap;

/**
 * The data folders that base backups took the place of. They are the only thing the agent ever
 * deletes, and only by names that it gave itself.
 */
public final class RetainedDataFolders {

  private static final String LOG = "pg_wal";

  private final PostgresServer server;

  public RetainedDataFolders(PostgresServer server) {
    this.server = server;
  }

  /** What keeps this server's data folder from being set aside, and what to do about it. */
  Optional<String> obstacle() throws IOException, InterruptedException {
    Path data = server.data();
    Optional<Path> mount = MountPoint.within(data);
    if (mount.isPresent()) {
      return Optional.of(
          "a copy cannot take the place of %s, because %s is a mount point and cannot be renamed; rejoin by rewind, or %s"
              .formatted(
                  data,
                  mount.get(),
                  mount.get().equals(data.toRealPath())
                      ? "move what is in it into a folder below and name that in postgres.data"
                      : "mount it outside of the data folder and put a link in its place"));
    }
    try {
      Optional<LinkedFolder> log = logOf(data);
      if (log.isPresent()) {
        log.get().requireMovable();
      }
      return Optional.empty();
    } catch (FailedException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Renames the data folder to one that is kept, its log too where that is on a disk of its own.
   */
  void setAside(Path kept) throws FailedException, IOException, InterruptedException {
    server.besideData().rename(name(server.data()), name(kept));
    Optional<LinkedFolder> log = logOf(kept);
    if (log.isPresent()) {
      log.get().setAside(ending(kept));
    }
  }

  /** Empty folders where those were that are kept; the answer is where the log goes. */
  Optional<Path> layOut(Path kept) throws FailedException, IOException, InterruptedException {
    ServiceFolder beside = server.besideData();
    String mode = beside.mode(name(kept));
    String ending = ending(kept);
    Optional<LinkedFolder> log = logOf(kept);
    if (log.isPresent()) {
      log.get().makeEmpty(ending, mode);
    }
    beside.makeFolder(name(server.data()), mode);
    return log.map(folder -> folder.before(ending));
  }

  /** Makes one that is kept the data folder again, which is not there now. */
  void bringBack(Path kept, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    Optional<LinkedFolder> log = logOf(kept);
    if (log.isPresent()) {
      log.get().bringBack(ending(kept), deadline);
    }
    server.besideData().rename(name(kept), name(server.data()));
  }

  /** Name of each folder to its bytes. */
  public Map<String, String> list(ActionContext actionContext) throws IOException {
    Map<String, String> kept = new TreeMap<>();
    for (Path folder : TimestampedPath.all(server.data(), "old")) {
      kept.put(folder.getFileName().toString(), Long.toString(bytes(folder)));
    }
    return kept;
  }

  /** With its log, where that was on a disk of its own. */
  private long bytes(Path folder) throws IOException {
    Optional<LinkedFolder> log = logOf(folder);
    String ending = ending(folder);
    return FolderSize.of(folder) + (log.isPresent() ? log.get().bytesAside(ending) : 0);
  }

  private Optional<LinkedFolder> logOf(Path folder) throws IOException {
    return LinkedFolder.of(folder.resolve(LOG), server.account());
  }

  /** By which its name differs from that of the data folder. */
  private String ending(Path folder) {
    return name(folder).substring(name(server.data()).length());
  }

  private static String name(Path folder) {
    return String.valueOf(folder.getFileName());
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
        freed += bytes(folder);
        Optional<LinkedFolder> log = logOf(folder);
        if (log.isPresent()) {
          log.get().deleteAside(ending(folder), actionContext.deadline());
        }
        ServiceFolder.remove(folder, server.account(), actionContext.deadline());
      }
    }
    return Map.of(
        EvidenceKey.DELETED.wireName(), actionContext.param(ActionParameter.FOLDERS),
        EvidenceKey.FREED_BYTES.wireName(), Long.toString(freed));
  }
}
