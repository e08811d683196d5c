package dev.baton.operation.engine;

import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairState;
import dev.baton.pair.PendingRequest;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Decides the next events of an operation from its state. Pure. */
public final class OperationDecider {

  /** How long a finding waits for a person who may accept it; after that a retry looks again. */
  private static final Duration FOR_APPROVAL = Duration.ofHours(1);

  private OperationDecider() {}

  /**
   * A stop of everything pauses what would go on and may be stopped.
   *
   * @param stop the one that stands; asked for only when it matters
   */
  public static List<PairEvent> halted(PairState pair, Supplier<Optional<EmergencyStop>> stop) {
    return pair.running()
        .filter(o -> o.mayBeStopped() && Move.openIn(o).contains(Move.PAUSE))
        .flatMap(o -> stop.get().map(s -> new PauseRequested(o.id(), s.why())))
        .map(List::<PairEvent>of)
        .orElse(List.of());
  }

  /** What to append next; empty when there is nothing to do but wait. */
  public static List<PairEvent> next(PairState pair, Instant now) {
    Optional<OperationState> running = pair.running().filter(o -> o.plan().isPresent());
    if (running.isEmpty()) {
      return List.of();
    }
    OperationState operation = running.get();
    Plan plan = operation.plan().orElseThrow();
    return switch (operation.progress()) {
      case Progress.Pending p -> forward(operation, plan, now);
      case Progress.Running r -> forward(operation, plan, now);
      case Progress.RollingBack r -> back(operation, plan, now);
      case Progress.Paused paused when operation.abortAsked() ->
          paused.rollingBack()
              ? List.of(
                  OutcomeEvents.of(
                      operation, Outcome.ABORTED, Optional.of(LeftoverSummary.of(operation))))
              : abort(operation, plan);
      case Progress.Paused p -> List.of();
      case Progress.Held h when operation.abortAsked() -> abort(operation, plan);
      case Progress.Held h -> List.of();
      case Progress.AwaitingApproval a when operation.abortAsked() -> abort(operation, plan);
      case Progress.AwaitingApproval a when Gates.tooLate(operation, a.step(), now) ->
          List.of(Gates.over(operation, a.step()));
      case Progress.AwaitingApproval a when now.isAfter(a.deadline()) ->
          List.of(
              new OperationPaused(
                  operation.id(), a.step(), "nobody approved before " + a.deadline()));
      case Progress.AwaitingApproval a -> List.of();
      case Progress.Ended e -> List.of();
    };
  }

  private static List<PairEvent> forward(OperationState operation, Plan plan, Instant now) {
    boolean inFlight =
        operation.steps().values().stream().anyMatch(StepState.Started.class::isInstance);
    List<PlannedStep> inTheWay = inTheWay(operation);
    if (!inTheWay.isEmpty() || operation.abortAsked()) {
      if (inFlight) {
        return List.of(); // what runs beside it settles first, so that the record is whole
      }
      return inTheWay.isEmpty()
          ? abort(operation, plan)
          : stopAt(operation, inTheWay.getFirst(), now);
    }
    List<PlannedStep> ready = ReadySteps.steps(operation);
    if (ready.isEmpty()) {
      return inFlight ? List.of() : List.of(OutcomeEvents.completed(operation));
    }
    if (operation.pending() instanceof PendingRequest.Pause(var why)) {
      return inFlight ? List.of() : List.of(new OperationHeld(operation.id(), why));
    }
    List<PlannedStep> spared =
        ready.stream().filter(step -> ReadySteps.spared(operation, step)).toList();
    if (!spared.isEmpty()) {
      return spared.stream().<PairEvent>map(step -> spared(operation, step)).toList();
    }
    List<PlannedStep> work = ready.stream().filter(s -> !Gates.holds(operation, s, now)).toList();
    if (!work.isEmpty()) {
      return work.stream().<PairEvent>map(step -> started(operation, step, now)).toList();
    }
    // A gate is asked for when nothing else is left to do before it.
    return inFlight ? List.of() : Gates.at(operation, ready.getFirst(), now);
  }

  /**
   * The steps that nothing goes on beside, in the order of the plan; steps in parallel may be
   * several.
   */
  public static List<PlannedStep> inTheWay(OperationState operation) {
    return operation.plan().stream()
        .flatMap(plan -> plan.steps().stream().filter(step -> troubled(operation, step)))
        .toList();
  }

  private static boolean troubled(OperationState operation, PlannedStep step) {
    return switch (operation.steps().get(step.id())) {
      case StepState.Refused r -> !ReadySteps.passed(operation, step);
      case StepState.Unknown u -> true;
      case null -> false;
      case StepState.Started s -> false;
      case StepState.Done d -> false;
      case StepState.Skipped s -> false;
      case StepState.ToRetry t -> false;
    };
  }

  private static List<PairEvent> stopAt(OperationState operation, PlannedStep step, Instant now) {
    return switch (operation.steps().get(step.id())) {
      case StepState.Refused(var attempt, var code, var why, var evidence)
          when step.onRefusal() == OnRefusal.ROLL_BACK && !operation.mayHavePromoted() ->
          List.of(new RollbackStarted(operation.id(), "%s: %s".formatted(step.id(), why)));
      case StepState.Refused refused when refused.liftable() ->
          List.of(
              new ApprovalRequested(
                  operation.id(), step.id(), operation.planHash(), now.plus(FOR_APPROVAL)));
      case StepState.Refused refused -> List.of(paused(operation, step, refused.why()));
      case StepState.Unknown unknown -> List.of(paused(operation, step, unknown.why()));
      case null, default -> List.of();
    };
  }

  /** Names the others that failed beside it too: a retry tries them all. */
  private static OperationPaused paused(OperationState operation, PlannedStep step, String why) {
    List<String> others =
        inTheWay(operation).stream()
            .map(PlannedStep::id)
            .filter(id -> !id.equals(step.id()))
            .toList();
    return new OperationPaused(
        operation.id(),
        step.id(),
        others.isEmpty() ? why : "%s; also %s".formatted(why, String.join(", ", others)));
  }

  private static List<PairEvent> abort(OperationState operation, Plan plan) {
    boolean somethingToUndo = plan.steps().stream().anyMatch(step -> toUndo(operation, step));
    return !operation.mayHavePromoted() && somethingToUndo
        ? List.of(new RollbackStarted(operation.id(), "aborted"))
        : List.of(
            OutcomeEvents.of(
                operation, Outcome.ABORTED, Optional.of(LeftoverSummary.of(operation))));
  }

  /** One undo at a time, last step first: services come back in the order they depend on. */
  private static List<PairEvent> back(OperationState operation, Plan plan, Instant now) {
    for (PlannedStep step : undoOrder(operation, plan)) {
      switch (operation.undos().get(step.id())) {
        case null -> {
          return List.of(undoStarted(operation, step, now));
        }
        case StepState.ToRetry t -> {
          return List.of(undoStarted(operation, step, now));
        }
        case StepState.Started s -> {
          return List.of();
        }
        case StepState.Refused refused when !step.undoMayFail() -> {
          return List.of(new OperationPaused(operation.id(), step.id(), refused.why()));
        }
        case StepState.Unknown unknown when !step.undoMayFail() -> {
          return List.of(new OperationPaused(operation.id(), step.id(), unknown.why()));
        }
        case StepState.Refused r -> {}
        case StepState.Unknown u -> {}
        case StepState.Done d -> {}
        case StepState.Skipped skipped -> {}
      }
    }
    Outcome outcome = operation.aborted() ? Outcome.ABORTED : Outcome.ROLLED_BACK;
    return List.of(
        OutcomeEvents.of(operation, outcome, Optional.of(LeftoverSummary.of(operation))));
  }

  /** A database first: where nothing else is stopped, the address was given up after it. */
  private static List<PlannedStep> undoOrder(OperationState operation, Plan plan) {
    return plan.steps().reversed().stream()
        .filter(step -> toUndo(operation, step))
        .sorted(Comparator.comparing(step -> !undoName(step).equals("start-database")))
        .toList();
  }

  private static String undoName(PlannedStep step) {
    return step.undo().orElseThrow().name();
  }

  private static boolean toUndo(OperationState operation, PlannedStep step) {
    return step.undo().isPresent() && operation.steps().containsKey(step.id());
  }

  private static StepStarted started(OperationState operation, PlannedStep step, Instant now) {
    int attempt = operation.attempts(step.id(), false) + 1;
    return new StepStarted(operation.id(), step.id(), attempt, false, now.plus(step.deadline()));
  }

  private static StepStarted undoStarted(OperationState operation, PlannedStep step, Instant now) {
    int attempt = operation.attempts(step.id(), true) + 1;
    Instant deadline = now.plus(step.undo().orElseThrow().deadline());
    return new StepStarted(operation.id(), step.id(), attempt, true, deadline);
  }

  private static StepDone spared(OperationState operation, PlannedStep step) {
    return new StepDone(
        operation.id(),
        step.id(),
        false,
        Map.of("needed", "false", "because", step.insteadOf().orElseThrow() + " is done"),
        Duration.ZERO);
  }
}
