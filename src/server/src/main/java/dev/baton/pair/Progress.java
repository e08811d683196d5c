package dev.baton.pair;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far an operation has come. Only an {@link Open} one can still move. */
public sealed interface Progress {

  /** Something is still to do. */
  sealed interface Open extends Progress {}

  /** Asked for and planned; nothing has been started. */
  record Pending() implements Open {}

  /** Steps are being carried out. */
  record Running() implements Open {}

  /** What was done is being taken back, in reverse order. */
  record RollingBack(String why) implements Open {}

  /** A step ended badly or unknown; a person decides. */
  record Paused(String step, String why, boolean rollingBack) implements Open {}

  /** A person, or a stop of everything, had it stop between two steps; no step is in its way. */
  record Held(String why) implements Open {}

  /** The plan itself asks for a person's word before it goes on. */
  record AwaitingApproval(String step, String planHash, Instant deadline) implements Open {}

  /** Nothing more will come of it. */
  record Ended(Outcome outcome, List<String> exceptions, Optional<String> halfDone)
      implements Progress {}

  /** The word for it in the API; stable. */
  default String word() {
    return switch (this) {
      case Pending p -> "PENDING";
      case Running r -> "RUNNING";
      case RollingBack r -> "ROLLING_BACK";
      case Paused p -> "PAUSED";
      case Held h -> "PAUSED";
      case AwaitingApproval a -> "AWAITING_APPROVAL";
      case Ended e -> e.outcome().name();
    };
  }
}
