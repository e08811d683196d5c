package dev.baton.operation.engine;

import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Approval and time-window gates: steps that do nothing but wait, and when they end. Pure. */
public final class Gates {

  private Gates() {}

  /** Whether it only waits, or comes too late to begin. */
  static boolean holds(OperationState operation, PlannedStep step, Instant now) {
    return step.nature() == StepRole.APPROVAL
        || step.nature() == StepRole.WINDOW
        || tooLate(operation, step.id(), now);
  }

  /**
   * What follows when nothing but this step is left to begin; nothing while its time is to come.
   */
  static List<PairEvent> at(OperationState operation, PlannedStep step, Instant now) {
    if (tooLate(operation, step.id(), now)) {
      return List.of(over(operation, step.id()));
    }
    if (step.nature() == StepRole.APPROVAL) {
      return List.of(
          new ApprovalRequested(
              operation.id(), step.id(), operation.planHash(), deadline(operation, step, now)));
    }
    return MaintenanceWindow.of(step).begun(now)
        ? List.of(new StepDone(operation.id(), step.id(), false, step.params(), Duration.ZERO))
        : List.of();
  }

  /** Somebody who is asked early may answer until the window closes. */
  private static Instant deadline(OperationState operation, PlannedStep step, Instant now) {
    return window(operation, step.id())
        .flatMap(gate -> MaintenanceWindow.of(gate).notAfter())
        .orElse(now.plus(step.deadline()));
  }

  /**
   * Whether the window has closed that the step waits for, or that is the next thing after it or
   * was the last thing before it: the operation may have been held in between.
   */
  static boolean tooLate(OperationState operation, String step, Instant now) {
    return window(operation, step).filter(gate -> MaintenanceWindow.of(gate).over(now)).isPresent();
  }

  /** It ends by itself: an operation that waits for ever would be in the way of every other. */
  static OperationEnded over(OperationState operation, String step) {
    Instant end =
        window(operation, step)
            .flatMap(gate -> MaintenanceWindow.of(gate).notAfter())
            .orElseThrow();
    return OutcomeEvents.of(
        operation,
        Outcome.TIMED_OUT,
        Optional.of(
            "the window closed at %s, and what it was for had not begun; %s"
                .formatted(end, LeftoverSummary.of(operation))));
  }

  /** In a few words what it waits for by itself, without anybody having to do something. */
  public static Optional<String> why(OperationState operation) {
    List<PlannedStep> ready = ReadySteps.steps(operation);
    boolean still =
        !ready.isEmpty()
            && ready.stream().allMatch(step -> step.nature() == StepRole.WINDOW)
            && operation.steps().values().stream().noneMatch(StepState.Started.class::isInstance);
    return still
        ? MaintenanceWindow.of(ready.getFirst())
            .notBefore()
            .map(at -> "%s waits until %s".formatted(ready.getFirst().id(), at))
        : Optional.empty();
  }

  private static Optional<PlannedStep> window(OperationState operation, String step) {
    return operation
        .plan()
        .flatMap(plan ->
            plan.steps().stream()
                .filter(gate -> gate.nature() == StepRole.WINDOW)
                .filter(gate ->
                    gate.id().equals(step)
                        || gate.after().contains(step)
                        || plan.step(step).after().contains(gate.id()))
                .findFirst());
  }
}
