package dev.baton.agent.host;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.files.SyncedFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ForeignPathException;
import dev.baton.agent.os.ServiceFolder;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Looks at the service accounts' folders before an order is accepted, so that a link in them is a
 * refusal and not a failure half-way. What is put there later meets the same check where it counts.
 */
final class ServiceFolderCheck {

  private final HostResources hostResources;

  ServiceFolderCheck(HostResources hostResources) {
    this.hostResources = hostResources;
  }

  void require(ActionType type) throws RefusedException {
    try {
      switch (type) {
        case POSTGRES_FOLLOW, POSTGRES_REWIND, POSTGRES_BASE_BACKUP, POSTGRES_EVIDENCE ->
            requireAll(server());
        case POSTGRES_START -> requireLog(server());
        case DRILL_COPY, DRILL_PROMOTE, DRILL_REMOVE, POSTGRES_PRUNE -> requireFolders(server());
        case FILES_SEND, FILES_RECEIVE -> files().requireOwnPlaces();
        default -> {}
      }
    } catch (NoSuchFileException notThereYet) {
      // The action itself says what is missing.
    } catch (ForeignPathException e) {
      throw new RefusedException(RefusalCode.FOREIGN_PATH, String.valueOf(e.getMessage()));
    } catch (FailedException | IOException e) {
      throw new RefusedException(
          RefusalCode.PRECONDITION_FAILED, "the host cannot be read: " + e.getMessage());
    }
  }

  /** What is written and quoted there, too. */
  private static void requireAll(PostgresServer server) throws ForeignPathException, IOException {
    requireFolders(server);
    requireLog(server);
    if (exists(server.data())) {
      ServiceFolder folder = ServiceFolder.of(server.data(), server.account());
      for (String name : PostgresServer.WRITTEN_FILES) {
        boolean unused = folder.requirePlain(name);
      }
    }
  }

  private static void requireLog(PostgresServer server) throws ForeignPathException, IOException {
    Path log = server.policy().log();
    boolean unused =
        ServiceFolder.holding(log, server.account())
            .requirePlain(String.valueOf(log.getFileName()));
  }

  /** A drill's too. */
  private static void requireFolders(PostgresServer server)
      throws ForeignPathException, IOException {
    for (Path folder : List.of(server.data(), server.policy().drill().folder())) {
      ServiceFolder unusedBeside = ServiceFolder.holding(folder, server.account());
      if (exists(folder)) {
        ServiceFolder unusedInside = ServiceFolder.of(folder, server.account());
      }
    }
  }

  private static boolean exists(Path folder) {
    return Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
  }

  private PostgresServer server() {
    return hostResources.postgres().orElseThrow();
  }

  private SyncedFiles files() {
    return hostResources.files().orElseThrow();
  }
}
