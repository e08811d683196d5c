package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.pair.StepState;
import dev.baton.protocol.RefusalCode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Checks that the steps named by the plan's parameter {@code proof} are done: they prove that no
 * other database takes writes (S1).
 */
public final class PromotionProof {

  private PromotionProof() {}

  /**
   * The refusal while one of them is not done; empty when all are.
   *
   * @param other the database that may still be writable, in words
   */
  public static Optional<AgentReply> missing(StepContext context, String other) {
    return Arrays.stream(context.param("proof").split(" ", -1))
        .filter(step -> !(context.operation().steps().get(step) instanceof StepState.Done))
        .findFirst()
        .map(step ->
            new AgentReply.Refused(
                RefusalCode.NO_PROOF,
                "%s is not done: %s may still be writable".formatted(step, other),
                Map.of()));
  }
}
