package dev.baton.agent.host;

import dev.baton.agent.action.RefusedException;
import dev.baton.agent.files.SyncedFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.ForeignPathException;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

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
            server().requireOwnFolders();
        case POSTGRES_START -> server().requireOwnLog();
        case DRILL_COPY, DRILL_PROMOTE, DRILL_REMOVE, POSTGRES_PRUNE -> server().requireOwnPlaces();
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

  private PostgresServer server() {
    return hostResources.postgres().orElseThrow();
  }

  private SyncedFiles files() {
    return hostResources.files().orElseThrow();
  }
}
