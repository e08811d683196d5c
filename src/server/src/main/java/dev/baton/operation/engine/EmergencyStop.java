package dev.baton.operation.engine;

import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.Event;
import dev.baton.pair.StopEvent.StopDeclared;
import dev.baton.pair.StopEvent.StopReleased;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A stop of all operations that is in force.
 *
 * @param recorded whether it is in the log; else this replica alone knows of it so far
 */
public record EmergencyStop(
    String by, Instant since, String reason, Optional<String> ticket, boolean recorded) {

  /** One that is in force before it is on record. */
  static EmergencyStop unrecorded(EventContext context, Instant now) {
    return new EmergencyStop(
        context.actor().name(),
        now,
        context.purpose().reason().orElse(""),
        context.purpose().ticket(),
        false);
  }

  /**
   * What stands after more of its stream.
   *
   * @param before what stood before these events
   * @param newer oldest first; may be empty
   */
  static Optional<EmergencyStop> after(Optional<EmergencyStop> before, List<RecordedEvent> newer) {
    Optional<EmergencyStop> standing = before;
    for (RecordedEvent recorded : newer) {
      Event event = recorded.readable();
      if (event instanceof StopDeclared) {
        standing = Optional.of(of(recorded));
      } else if (event instanceof StopReleased) {
        standing = Optional.empty();
      }
    }
    return standing;
  }

  private static EmergencyStop of(RecordedEvent event) {
    return new EmergencyStop(
        event.context().actor().name(),
        event.recordedAt(),
        event.context().purpose().reason().orElse(""),
        event.context().purpose().ticket(),
        true);
  }

  /** Who and why, in a sentence without its full stop. */
  public String why() {
    return "%s stopped everything at %s: %s".formatted(by, since, reason);
  }
}
