package dev.baton.operation;

import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.StepState;
import dev.baton.pair.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Steps that do nothing but wait, for a person's word or for their time, and their end. Pure. */
final class Waiting {

  private Waiting() {}

  /** Whether it only waits, or comes too late to begin. */
  static boolean holds(OperationState operation, PlannedStep step, Instant now) {
    return step.nature() == Nature.APPROVAL
        || step.nature() == Nature.WINDOW
        || tooLate(operation, step.id(), now);
  }

  /**
   * What follows when nothing but this step is left to begin; nothing while its time is to come.
   */
  static List<PairEvent> at(OperationState operation, PlannedStep step, Instant now) {
    if (tooLate(operation, step.id(), now)) {
      return List.of(over(operation, step.id()));
    }
    if (step.nature() == Nature.APPROVAL) {
      return List.of(
          new ApprovalRequested(
              operation.id(), step.id(), operation.planHash(), deadline(operation, step, now)));
    }
    return Window.of(step).begun(now)
        ? List.of(new StepDone(operation.id(), step.id(), false, step.params(), Duration.ZERO))
        : List.of();
  }

  /** Somebody who is asked early may answer until the window closes. */
  private static Instant deadline(OperationState operation, PlannedStep step, Instant now) {
    return window(operation, step.id())
        .flatMap(gate -> Window.of(gate).notAfter())
        .orElse(now.plus(step.deadline()));
  }

  /**
   * Whether the window has closed that the step waits for, or that is the next thing after it or
   * was the last thing before it: the operation may have been held in between.
   */
  static boolean tooLate(OperationState operation, String step, Instant now) {
    return window(operation, step).filter(gate -> Window.of(gate).over(now)).isPresent();
  }

  /** It ends by itself: an operation that waits for ever would be in the way of every other. */
  static OperationEnded over(OperationState operation, String step) {
    Instant end = window(operation, step).flatMap(gate -> Window.of(gate).notAfter()).orElseThrow();
    return Ending.of(
        operation,
        Outcome.TIMED_OUT,
        Optional.of(
            "the window closed at %s, and what it was for had not begun; %s"
                .formatted(end, HalfDone.of(operation))));
  }

  /** In a few words what it waits for by itself, without anybody having to do something. */
  static Optional<String> why(OperationState operation) {
    List<PlannedStep> ready = Due.steps(operation);
    boolean still =
        !ready.isEmpty()
            && ready.stream().allMatch(step -> step.nature() == Nature.WINDOW)
            && operation.steps().values().stream().noneMatch(StepState.Started.class::isInstance);
    return still
        ? Window.of(ready.getFirst())
            .notBefore()
            .map(at -> "%s waits until %s".formatted(ready.getFirst().id(), at))
        : Optional.empty();
  }

  private static Optional<PlannedStep> window(OperationState operation, String step) {
    return operation
        .plan()
        .flatMap(plan ->
            plan.steps().stream()
                .filter(gate -> gate.nature() == Nature.WINDOW)
                .filter(gate ->
                    gate.id().equals(step)
                        || gate.after().contains(step)
                        || plan.step(step).after().contains(gate.id()))
                .findFirst());
  }
}
