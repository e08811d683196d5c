package dev.baton.operation;

import dev.baton.host.HostReply;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What follows from the state of an operation. Pure: the same state gives the same events. */
final class Director {

  /**
   * Refusals of a first attempt after which the standby is surely as it was; a repeat proves
   * nothing.
   */
  private static final Set<String> UNTOUCHED =
      Set.of(
          "no-proof",
          "unreachable",
          "precondition-failed",
          "stale-session",
          "stale-sequence",
          "busy",
          "not-in-policy",
          "journal-unwritable");

  private Director() {}

  /** The events that record how an attempt at a step, or at its undo, ended. */
  static List<PairEvent> settled(PairState pair, String step, boolean undo, HostReply reply) {
    OperationState operation = pair.running().orElseThrow();
    return switch (reply) {
      case HostReply.Done done -> {
        List<PairEvent> events = new ArrayList<>();
        events.add(new StepDone(operation.id(), step, undo, done.evidence(), done.took()));
        if (!undo) {
          consequence(pair, operation, step, done).ifPresent(events::add);
        }
        yield events;
      }
      case HostReply.Refused(var code, var why, var evidence) ->
          List.of(new StepRefused(operation.id(), step, undo, code, why, evidence));
      case HostReply.Unknown(var why, var open) ->
          List.of(new StepUnknown(operation.id(), step, undo, why));
    };
  }

  private static Optional<PairEvent> consequence(
      PairState pair, OperationState operation, String step, HostReply.Done done) {
    return switch (operation.plan().orElseThrow().step(step).nature()) {
      case ORDINARY, APPROVAL -> Optional.empty();
      case POINT_OF_NO_RETURN ->
          Optional.of(
              new PrimaryPromoted(
                  operation.id(),
                  operation.to(),
                  pair.term() + 1,
                  done.evidence().getOrDefault("timeline", "unknown")));
      case REDUNDANCY ->
          Optional.of(new StandbyJoined(operation.id(), pair.standbySite().name(), pair.term()));
    };
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
              ? List.of(ended(operation, Outcome.ABORTED, Optional.of(HalfDone.of(operation))))
              : abort(operation, plan);
      case Progress.Paused p -> List.of();
      case Progress.AwaitingApproval a when operation.abortAsked() -> abort(operation, plan);
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
      return trouble.map(step -> stopAt(operation, step)).orElseGet(() -> abort(operation, plan));
    }
    List<PlannedStep> ready = plan.steps().stream().filter(step -> ready(operation, step)).toList();
    if (ready.isEmpty()) {
      return inFlight ? List.of() : List.of(ended(operation, Outcome.SUCCEEDED, Optional.empty()));
    }
    List<PlannedStep> work =
        ready.stream().filter(step -> step.nature() != Nature.APPROVAL).toList();
    if (!work.isEmpty()) {
      return work.stream().<PairEvent>map(step -> started(operation, step, now)).toList();
    }
    // A gate is asked for when nothing else is left to do before it.
    return inFlight ? List.of() : List.of(approval(operation, ready.getFirst(), now));
  }

  private static boolean troubled(OperationState operation, PlannedStep step) {
    return switch (operation.steps().get(step.id())) {
      case StepState.Refused r -> true;
      case StepState.Unknown u -> true;
      case null -> false;
      case StepState.Started s -> false;
      case StepState.Done d -> false;
      case StepState.ToRetry t -> false;
    };
  }

  private static boolean ready(OperationState operation, PlannedStep step) {
    StepState state = operation.steps().get(step.id());
    return (state == null || state instanceof StepState.ToRetry)
        && step.after().stream()
            .allMatch(id -> operation.steps().get(id) instanceof StepState.Done);
  }

  private static List<PairEvent> stopAt(OperationState operation, PlannedStep step) {
    return switch (operation.steps().get(step.id())) {
      case StepState.Refused(var attempt, var code, var why, var evidence)
          when step.onRefusal() == OnRefusal.ROLL_BACK && !mayHavePromoted(operation) ->
          List.of(new RollbackStarted(operation.id(), "%s: %s".formatted(step.id(), why)));
      case StepState.Refused refused ->
          List.of(new OperationPaused(operation.id(), step.id(), refused.why()));
      case StepState.Unknown unknown ->
          List.of(new OperationPaused(operation.id(), step.id(), unknown.why()));
      case null, default -> List.of();
    };
  }

  private static List<PairEvent> abort(OperationState operation, Plan plan) {
    boolean somethingToUndo = plan.steps().stream().anyMatch(step -> toUndo(operation, step));
    return !mayHavePromoted(operation) && somethingToUndo
        ? List.of(new RollbackStarted(operation.id(), "aborted"))
        : List.of(ended(operation, Outcome.ABORTED, Optional.of(HalfDone.of(operation))));
  }

  /**
   * Whether going back could make a second writable primary: not only after a promotion, but also
   * while one was tried and nobody knows how it ended (S1).
   */
  private static boolean mayHavePromoted(OperationState operation) {
    return operation.promoted()
        || operation.plan().orElseThrow().steps().stream()
            .filter(step -> step.nature() == Nature.POINT_OF_NO_RETURN)
            .anyMatch(step ->
                switch (operation.steps().get(step.id())) {
                  case null -> false;
                  case StepState.Refused refused ->
                      refused.attempt() > 1 || !UNTOUCHED.contains(refused.code());
                  case StepState.Started s -> true;
                  case StepState.Done d -> true;
                  case StepState.Unknown u -> true;
                  case StepState.ToRetry t -> true;
                });
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
      }
    }
    Outcome outcome = operation.aborted() ? Outcome.ABORTED : Outcome.ROLLED_BACK;
    return List.of(ended(operation, outcome, Optional.of(HalfDone.of(operation))));
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

  private static ApprovalRequested approval(
      OperationState operation, PlannedStep step, Instant now) {
    return new ApprovalRequested(
        operation.id(), step.id(), operation.planHash(), now.plus(step.deadline()));
  }

  private static OperationEnded ended(
      OperationState operation, Outcome outcome, Optional<String> halfDone) {
    return new OperationEnded(operation.id(), outcome, List.of(), halfDone);
  }
}
