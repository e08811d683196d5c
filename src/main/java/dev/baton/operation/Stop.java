package dev.baton.operation;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.StopEvent.StopDeclared;
import dev.baton.pair.StopEvent.StopReleased;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A stop of everything that stands. */
public record Stop(String by, Instant since, String reason, Optional<String> ticket) {

  /**
   * What stands after more of its stream.
   *
   * @param before what stood before these events
   * @param newer oldest first; may be empty
   */
  static Optional<Stop> after(Optional<Stop> before, List<RecordedEvent> newer) {
    Optional<Stop> standing = before;
    for (RecordedEvent event : newer) {
      if (event.fact() instanceof StopDeclared) {
        standing = Optional.of(of(event));
      } else if (event.fact() instanceof StopReleased) {
        standing = Optional.empty();
      }
    }
    return standing;
  }

  private static Stop of(RecordedEvent event) {
    return new Stop(
        event.context().actor(),
        event.recordedAt(),
        event.context().reason().orElse(""),
        event.context().ticket());
  }

  /** Who and why, in a sentence without its full stop. */
  public String why() {
    return "%s stopped everything at %s: %s".formatted(by, since, reason);
  }
}
