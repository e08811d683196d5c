package dev.baton.step;

import dev.baton.host.HostReply;
import dev.baton.pair.StepState;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The steps a plan names as proof that no other database writes (S1): parameter {@code proof}. */
final class Proof {

  private Proof() {}

  /**
   * The refusal while one of them is not done; empty when all are.
   *
   * @param other the database that may still be writable, in words
   */
  static Optional<HostReply> missing(Attempt attempt, String other) {
    return Arrays.stream(attempt.param("proof").split(" ", -1))
        .filter(step -> !(attempt.operation().steps().get(step) instanceof StepState.Done))
        .findFirst()
        .map(step ->
            new HostReply.Refused(
                "no-proof",
                "%s is not done: %s may still be writable".formatted(step, other),
                Map.of()));
  }
}
