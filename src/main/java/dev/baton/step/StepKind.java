package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.List;
import java.util.Set;

/** A kind of step. It has no state: everything it needs is in the attempt. */
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
  default List<Order> orders(Planned planned) {
    return List.of();
  }

  /**
   * Parameters that tell what was seen while planning, not what is to be done. They are no part of
   * a plan's hash: the world moves on, and the step looks again anyway.
   */
  default Set<String> sightings() {
    return Set.of();
  }

  /** Whether its first order takes so long that people want to see how far it has come. */
  default boolean showsProgress() {
    return false;
  }

  /**
   * Reads the precondition from the world, applies the step and verifies it. Preconditions and
   * verification sit in the order to the agent wherever the agent can judge them itself, because
   * each round trip inside the gap is paid by the users of the service.
   */
  HostReply run(Attempt attempt);

  /**
   * Whether the effect is there, without causing it: {@code Done} if it is, {@code Refused} if it
   * is not, {@code Unknown} if that cannot be told. Asked when the answer to an attempt was lost.
   */
  HostReply probe(Attempt attempt);
}
