package dev.baton.recovery;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.Optional;

/** Whether a copy of the database fits beside the data folder that is kept. Pure. */
final class BaseBackupSpace {

  private BaseBackupSpace() {}

  /**
   * What stands in the way of a copy: what the agent found, or else the space.
   *
   * @param bytes of the database to copy
   * @param target what the agent of the host says that gets the copy
   */
  static Optional<String> first(String bytes, Evidence target) {
    return target
        .find(EvidenceKey.WHY)
        .or(() -> missing(bytes, target.text(EvidenceKey.FREE_BYTES)));
  }

  /** What is missing, with both figures; empty when it fits, or when one of them is not known. */
  static Optional<String> missing(String bytes, String freeBytes) {
    if (!bytes.matches("\\d{1,17}") || !freeBytes.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    long needed = Long.parseLong(bytes) + Long.parseLong(bytes) / 10;
    return Long.parseLong(freeBytes) >= needed
        ? Optional.empty()
        : Optional.of(
            "%s bytes are free there and %d are needed beside what is kept; make room, or prune older folders"
                .formatted(freeBytes, needed));
  }
}
