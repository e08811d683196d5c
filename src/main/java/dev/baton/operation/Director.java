package dev.baton.operation;

import dev.baton.host.HostReply;
import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import dev.baton.pair.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What follows from the state of an operation. Pure: the same state gives the same events. */
final class Director {

  /** How long a finding waits for a person who may accept it; after that a retry looks again. */
  private static final Duration FOR_APPROVAL = Duration.ofHours(1);

  private Director() {}

  /** The events that record how an attempt at a step, or at its undo, ended. */
  static List<PairEvent> settled(PairState pair, String step, boolean undo, HostReply reply) {
    OperationState operation = pair.running().orElseThrow();
    return switch (reply) {
      case HostReply.Done done -> {
        List<PairEvent> events = new ArrayList<>();
        events.add(new StepDone(operation.id(), step, undo, done.evidence(), done.took()));
        if (!undo) {
          events.addAll(consequences(pair, operation, step, done));
        }
        yield events;
      }
      case HostReply.Refused(var code, var why, var evidence) ->
          List.of(new StepRefused(operation.id(), step, undo, code, why, evidence));
      case HostReply.Unknown(var why, var open) ->
          List.of(new StepUnknown(operation.id(), step, undo, why));
    };
  }

  private static List<PairEvent> consequences(
      PairState pair, OperationState operation, String step, HostReply.Done done) {
    return switch (operation.plan().orElseThrow().step(step).nature()) {
      case ORDINARY, SAFEGUARD, APPROVAL, WINDOW -> List.of();
      case POINT_OF_NO_RETURN ->
          List.of(
              new PrimaryPromoted(
                  operation.id(),
                  operation.to(),
                  pair.term() + 1,
                  done.evidence().getOrDefault("timeline", "unknown")));
      case REDUNDANCY ->
          joined(
              operation, new StandbyJoined(operation.id(), pair.standbySite().name(), pair.term()));
    };
  }

  private static List<PairEvent> joined(OperationState operation, StandbyJoined joined) {
    return operation.kind().equals("resolve")
        ? List.of(joined, new SplitBrainResolved(operation.id(), operation.to()))
        : List.of(joined);
  }

  /**
   * A stop of everything pauses what would go on and may be stopped.
   *
   * @param stop the one that stands; asked for only when it matters
   */
  static List<PairEvent> halted(PairState pair, Supplier<Optional<Stop>> stop) {
    return pair.running()
        .filter(o -> o.mayBeStopped() && Move.openIn(o).contains(Move.PAUSE))
        .flatMap(o -> stop.get().map(s -> new PauseRequested(o.id(), s.why())))
        .map(List::<PairEvent>of)
        .orElse(List.of());
  }

  /** What to append next; empty when there is nothing to do but wait. */
  static List<PairEvent> next(PairState pair, Instant now) {
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
              ? List.of(Ending.of(operation, Outcome.ABORTED, Optional.of(HalfDone.of(operation))))
              : abort(operation, plan);
      case Progress.Paused p -> List.of();
      case Progress.Held h when operation.abortAsked() -> abort(operation, plan);
      case Progress.Held h -> List.of();
      case Progress.AwaitingApproval a when operation.abortAsked() -> abort(operation, plan);
      case Progress.AwaitingApproval a when Waiting.tooLate(operation, a.step(), now) ->
          List.of(Waiting.over(operation, a.step()));
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
    Optional<PlannedStep> trouble =
        plan.steps().stream().filter(step -> troubled(operation, step)).findFirst();
    if (trouble.isPresent() || operation.abortAsked()) {
      if (inFlight) {
        return List.of(); // what runs beside it settles first, so that the record is whole
      }
      return trouble
          .map(step -> stopAt(operation, step, now))
          .orElseGet(() -> abort(operation, plan));
    }
    List<PlannedStep> ready = Due.steps(operation);
    if (ready.isEmpty()) {
      return inFlight ? List.of() : List.of(Ending.completed(operation));
    }
    if (operation.wish() instanceof Wish.Pause(var why)) {
      return inFlight ? List.of() : List.of(new OperationHeld(operation.id(), why));
    }
    List<PlannedStep> spared = ready.stream().filter(step -> Due.spared(operation, step)).toList();
    if (!spared.isEmpty()) {
      return spared.stream().<PairEvent>map(step -> spared(operation, step)).toList();
    }
    List<PlannedStep> work = ready.stream().filter(s -> !Waiting.holds(operation, s, now)).toList();
    if (!work.isEmpty()) {
      return work.stream().<PairEvent>map(step -> started(operation, step, now)).toList();
    }
    // A gate is asked for when nothing else is left to do before it.
    return inFlight ? List.of() : Waiting.at(operation, ready.getFirst(), now);
  }

  private static boolean troubled(OperationState operation, PlannedStep step) {
    return switch (operation.steps().get(step.id())) {
      case StepState.Refused r -> !Due.passed(operation, step);
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
      case StepState.Refused refused ->
          List.of(new OperationPaused(operation.id(), step.id(), refused.why()));
      case StepState.Unknown unknown ->
          List.of(new OperationPaused(operation.id(), step.id(), unknown.why()));
      case null, default -> List.of();
    };
  }

  private static List<PairEvent> abort(OperationState operation, Plan plan) {
    boolean somethingToUndo = plan.steps().stream().anyMatch(step -> toUndo(operation, step));
    return !operation.mayHavePromoted() && somethingToUndo
        ? List.of(new RollbackStarted(operation.id(), "aborted"))
        : List.of(Ending.of(operation, Outcome.ABORTED, Optional.of(HalfDone.of(operation))));
  }

  /** One undo at a time, last step first: services come back in the order they depend on. */
  private static List<PairEvent> back(OperationState operation, Plan plan, Instant now) {
    for (PlannedStep step : plan.steps().reversed()) {
      if (!toUndo(operation, step)) {
        continue;
      }
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
        case StepState.Refused refused -> {
          return List.of(new OperationPaused(operation.id(), step.id(), refused.why()));
        }
        case StepState.Unknown unknown -> {
          return List.of(new OperationPaused(operation.id(), step.id(), unknown.why()));
        }
        case StepState.Done d -> {}
        case StepState.Skipped skipped -> {}
      }
    }
    Outcome outcome = operation.aborted() ? Outcome.ABORTED : Outcome.ROLLED_BACK;
    return List.of(Ending.of(operation, outcome, Optional.of(HalfDone.of(operation))));
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
