package dev.baton.operation;

import dev.baton.pair.OperationState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.StepState;
import java.util.List;

/**
 * Says what an operation that did not reach its end leaves behind, and what brings it on or back.
 */
final class HalfDone {

  private HalfDone() {}

  /** One or two sentences for the operator. */
  static String of(OperationState operation) {
    List<String> open =
        operation.plan().stream()
            .flatMap(plan -> plan.steps().stream())
            .map(PlannedStep::id)
            .filter(id -> !(operation.steps().get(id) instanceof StepState.Done))
            .toList();
    if (operation.promoted()) {
      return "%s is primary; not done: %s. A recovery of %s completes it."
          .formatted(operation.to(), String.join(", ", open), operation.from());
    }
    boolean tried =
        operation.plan().stream()
            .flatMap(plan -> plan.steps().stream())
            .filter(step -> step.nature() == PlannedStep.Nature.POINT_OF_NO_RETURN)
            .anyMatch(step -> operation.steps().containsKey(step.id()));
    if (tried && operation.undos().isEmpty()) {
      return "the promotion of %s was tried and may have happened; see which database writes before anything"
              .formatted(operation.to())
          + " is started";
    }
    List<String> notUndone =
        operation.undos().entrySet().stream()
            .filter(undo -> !(undo.getValue() instanceof StepState.Done))
            .map(java.util.Map.Entry::getKey)
            .sorted()
            .toList();
    return notUndone.isEmpty()
        ? "%s is primary as before; start the operation again when its cause is mended."
            .formatted(operation.from())
        : "not taken back: %s. Look at these before anything else; %s was primary."
            .formatted(String.join(", ", notUndone), operation.from());
  }
}
