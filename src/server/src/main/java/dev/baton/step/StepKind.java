package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import java.util.List;
import java.util.Set;

/** A kind of step, such as promote-database. It has no state: each attempt brings what it needs. */
public interface StepKind {

  /** The name in plans and in the log; renaming one breaks old data. */
  String name();

  /** The changing actions it may send; a test holds them against what agents know. */
  Set<ActionType> actions();

  /**
   * Whether what comes after it is safe only because it was done (S1 to S7): such a step is never
   * skipped.
   */
  default boolean safeguard() {
    return false;
  }

  /**
   * The changing orders it sends, first one first, while none of its effect is there yet. Readings
   * are not among them: a kind that only reads sends none.
   */
  default List<AgentOrder> orders(StepInput input) {
    return List.of();
  }

  /**
   * Parameters that record what was seen while planning. They are left out of the plan's hash,
   * because they go out of date at once and the step reads them again.
   */
  default Set<String> sightings() {
    return Set.of();
  }

  /** Whether its first order is a copy, which an abort ends at once. */
  default boolean endable() {
    return false;
  }

  /** Whether its first order runs long enough for the API to show its progress. */
  default boolean showsProgress() {
    return false;
  }

  /**
   * Reads the precondition from the world, applies the step and verifies it. Preconditions and
   * verification sit in the order to the agent wherever the agent can judge them itself, because
   * each round trip inside the gap is paid by the users of the service.
   */
  AgentReply run(StepContext context, AgentGateway agents);

  /**
   * Whether the effect is there, without causing it: {@code Done} if it is, {@code Refused} if it
   * is not, {@code Unknown} if that cannot be told. Asked when the answer to an attempt was lost.
   */
  AgentReply probe(StepContext context, AgentGateway agents);
}
