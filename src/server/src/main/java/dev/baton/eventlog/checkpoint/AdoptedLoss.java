package dev.baton.eventlog.checkpoint;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.LogEvent.LogAdopted;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Events that are missing because a person adopted the log without them. What was signed about
 * them, and lies outside the database only, is no sign of tampering.
 *
 * @param to the newest event that was lost
 * @param at when the log was adopted
 */
public record AdoptedLoss(long to, Instant at) {

  /** Empty for any other event. */
  public static Optional<AdoptedLoss> in(RecordedEvent event) {
    return event.event() instanceof LogAdopted adopted
        ? Optional.of(new AdoptedLoss(adopted.missingTo(), event.recordedAt()))
        : Optional.empty();
  }

  /** Whether that head was lost with it. */
  public boolean covers(long seq, Instant time) {
    return seq <= to && !time.isAfter(at);
  }

  /** The checkpoints outside without those that were lost: made behind all that were left then. */
  static List<Checkpoint> without(
      Collection<AdoptedLoss> losses, Collection<Checkpoint> kept, Collection<Checkpoint> outside) {
    return outside.stream()
        .filter(c -> kept.contains(c) || losses.stream().noneMatch(loss -> loss.explains(c, kept)))
        .toList();
  }

  private boolean explains(Checkpoint lost, Collection<Checkpoint> kept) {
    long left =
        kept.stream()
            .filter(c -> !c.time().isAfter(at))
            .mapToLong(Checkpoint::number)
            .max()
            .orElse(0);
    return lost.number() > left && covers(lost.seq(), lost.time());
  }
}
