package dev.baton.assessment;

import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far a standby has replayed what its primary had written. Received is not replayed: a
 * promotion waits for the replay.
 *
 * @param standby keys of {@code postgres.position}
 */
public record Replay(Map<String, String> standby) {

  /** Whether it has replayed up to there, and goes on. */
  public boolean reaches(Lsn written) {
    boolean there =
        Evidence.of(standby)
            .lsn(EvidenceKey.REPLAY_LSN)
            .filter(replayed -> replayed.compareTo(written) >= 0)
            .isPresent();
    return there && !Evidence.of(standby).flag(EvidenceKey.REPLAY_PAUSED);
  }

  /** What is missing up to there and what holds it up, to end a sentence with. */
  public String missing(Lsn written) {
    String bytes =
        Evidence.of(standby)
            .lsn(EvidenceKey.REPLAY_LSN)
            .map(replayed -> "%d bytes are missing".formatted(Math.max(0, written.minus(replayed))))
            .orElse("how many bytes are missing is not known");
    return bytes + heldUp().map("; "::concat).orElse("");
  }

  /** What holds it up, as far as its position shows; empty when that shows nothing. */
  public Optional<String> heldUp() {
    Evidence seen = Evidence.of(standby);
    List<String> found = new ArrayList<>();
    if (seen.flag(EvidenceKey.REPLAY_PAUSED)) {
      found.add("its replay is paused");
    }
    seen.find(EvidenceKey.APPLY_DELAY)
        .filter(delay -> !delay.equals("0"))
        .ifPresent(delay -> found.add("its recovery_min_apply_delay is %s ms".formatted(delay)));
    seen.find(EvidenceKey.REPLAY_BLOCKERS)
        .filter(sessions -> !sessions.isEmpty())
        .ifPresent(sessions -> found.add("sessions that may hold it up: " + sessions));
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", found));
  }
}
