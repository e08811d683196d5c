package dev.baton.operation.engine;

import dev.baton.pair.OperationState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.StepState;
import java.util.List;

/** The steps whose predecessors are done, so that they can begin. Pure. */
final class ReadySteps {

  private ReadySteps() {}

  /** Whether what waits for that step may begin. */
  static boolean passed(OperationState operation, PlannedStep step) {
    return switch (operation.steps().get(step.id())) {
      case StepState.Done d -> true;
      case StepState.Skipped s -> true;
      case StepState.Refused refused ->
          step.onRefusal() == OnRefusal.FALL_BACK && refused.fallsBack();
      case null -> false;
      case StepState.Started s -> false;
      case StepState.Unknown u -> false;
      case StepState.ToRetry t -> false;
    };
  }

  /** The steps that could begin now, in the order of the plan. */
  static List<PlannedStep> steps(OperationState operation) {
    return operation.plan().stream()
        .flatMap(plan -> plan.steps().stream().filter(step -> due(operation, plan, step)))
        .toList();
  }

  private static boolean due(OperationState operation, Plan plan, PlannedStep step) {
    StepState state = operation.steps().get(step.id());
    return (state == null || state instanceof StepState.ToRetry)
        && step.after().stream().map(plan::step).allMatch(before -> passed(operation, before));
  }

  /** Whether the step is there for a case that did not come about. */
  static boolean spared(OperationState operation, PlannedStep step) {
    return step.insteadOf()
        .filter(id -> operation.steps().get(id) instanceof StepState.Done)
        .isPresent();
  }
}
