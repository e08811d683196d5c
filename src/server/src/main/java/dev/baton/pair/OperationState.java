package dev.baton.pair;

import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.OperationMode;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * State of one operation, folded from its events. Derived, never stored.
 *
 * @param mode empty where the kind leaves no choice: a reopening, a prune
 * @param plan empty only between the request and the freezing of the plan
 * @param steps by step id, those of a plan given up included; one that is missing was not started
 * @param undos by id of the step that is taken back
 * @param promoted whether the point of no return has been passed
 * @param aborted whether the rollback under way or done goes back to a person's abort
 * @param escalated whether it began as a graceful switchover and is carried on as a forced one
 * @param overridden findings it goes on in spite of, each with the reason, oldest first
 * @param version of the pair's stream at the newest event about this operation
 */
public record OperationState(
    OperationId id,
    OperationKind kind,
    Optional<OperationMode> mode,
    SiteName from,
    SiteName to,
    Optional<Plan> plan,
    String planHash,
    Progress progress,
    Map<String, StepState> steps,
    Map<String, StepState> undos,
    boolean promoted,
    PendingRequest pending,
    boolean aborted,
    boolean escalated,
    List<String> overridden,
    long version) {

  public OperationState {
    steps = Map.copyOf(steps);
    undos = Map.copyOf(undos);
    overridden = List.copyOf(overridden);
  }

  static OperationState requested(
      OperationId id,
      OperationKind kind,
      Optional<OperationMode> mode,
      SiteName from,
      SiteName to) {
    return new OperationState(
        id,
        kind,
        mode,
        from,
        to,
        Optional.empty(),
        "",
        new Progress.Pending(),
        Map.of(),
        Map.of(),
        false,
        new PendingRequest.Nothing(),
        false,
        false,
        List.of(),
        0);
  }

  /** The evidence of a step that is done; empty map when it is not. */
  public Map<String, String> evidence(String step) {
    return steps.get(step) instanceof StepState.Done done ? done.evidence() : Map.of();
  }

  /** How often a step, or its undo, was started so far. */
  public int attempts(String step, boolean undo) {
    StepState state = (undo ? undos : steps).get(step);
    return state == null ? 0 : state.attempt();
  }

  /** Whether an abort was asked for that has not been acted on yet. */
  public boolean abortAsked() {
    return pending instanceof PendingRequest.Abort;
  }

  /**
   * Whether going back could make a second writable primary: not only after a promotion, but also
   * while one was tried and nobody knows how it ended (S1).
   */
  public boolean mayHavePromoted() {
    return promoted
        || plan.stream()
            .flatMap(frozen -> frozen.steps().stream())
            .filter(step -> step.nature() == StepRole.POINT_OF_NO_RETURN)
            .anyMatch(step ->
                switch (steps.get(step.id())) {
                  case null -> false;
                  case StepState.Refused refused -> !refused.untouched();
                  case StepState.Started s -> true;
                  case StepState.Done d -> true;
                  case StepState.Unknown u -> true;
                  case StepState.Skipped s -> true;
                  case StepState.ToRetry t -> true;
                });
  }

  /**
   * Whether a stop of everything holds it. Not once the promotion was tried, and not on the way
   * back: then going on is what gives the users their service again.
   */
  public boolean mayBeStopped() {
    return !mayHavePromoted()
        && switch (progress) {
          case Progress.RollingBack r -> false;
          case Progress.Paused paused -> !paused.rollingBack();
          case Progress.Ended e -> false;
          case Progress.Pending p -> true;
          case Progress.Running r -> true;
          case Progress.Held h -> true;
          case Progress.AwaitingApproval a -> true;
        };
  }

  /** Whether the step it waits at may be left out: no later step is safe because of it. */
  boolean skippable(Progress.Paused paused) {
    return !paused.rollingBack()
        && plan.map(frozen -> frozen.step(paused.step()).nature())
            .map(nature ->
                switch (nature) {
                  case ORDINARY, REDUNDANCY -> true;
                  case SAFEGUARD, APPROVAL, WINDOW, POINT_OF_NO_RETURN -> false;
                })
            .orElse(false);
  }

  /**
   * Whether it could go on by a new forced plan: a graceful one whose primary was lost, or a forced
   * one that found the world changed. Asked only while nothing is in flight.
   */
  boolean escalable() {
    return kind == OperationKind.SWITCHOVER && !mayHavePromoted();
  }

  /** Whether it is a forced switchover, or was escalated to one. */
  public boolean isForced() {
    return mode.equals(Optional.of(SwitchoverMode.FORCED));
  }

  /** A second plan takes the place of one that was given up: nothing of that one is taken back. */
  OperationState planned(Plan plan, String planHash) {
    return edit(operationStateBuilder -> {
      if (operationStateBuilder.plan.isPresent()) {
        operationStateBuilder.progress = new Progress.Running();
        operationStateBuilder.undos = Map.of();
        operationStateBuilder.aborted = false;
      }
      operationStateBuilder.plan = Optional.of(plan);
      operationStateBuilder.planHash = planHash;
    });
  }

  OperationState with(Progress progress) {
    return edit(operationStateBuilder -> operationStateBuilder.progress = progress);
  }

  OperationState with(String step, boolean undo, StepState state) {
    Map<String, StepState> changed = new HashMap<>(undo ? undos : steps);
    changed.put(step, state);
    return edit(operationStateBuilder -> {
      if (undo) {
        operationStateBuilder.undos = changed;
      } else {
        operationStateBuilder.steps = changed;
      }
    });
  }

  OperationState with(PendingRequest pendingRequest) {
    return edit(operationStateBuilder -> operationStateBuilder.pending = pendingRequest);
  }

  OperationState withPromotion() {
    return edit(operationStateBuilder -> operationStateBuilder.promoted = true);
  }

  OperationState turnedBack(String why) {
    return edit(operationStateBuilder -> {
      operationStateBuilder.progress = new Progress.RollingBack(why);
      operationStateBuilder.aborted = abortAsked();
      operationStateBuilder.pending = new PendingRequest.Nothing();
    });
  }

  /** Waits from here on; a pause that was asked for has come by itself. */
  OperationState stopped(Progress progress) {
    return edit(operationStateBuilder -> {
      operationStateBuilder.progress = progress;
      operationStateBuilder.pending = abortAsked() ? pending : new PendingRequest.Nothing();
    });
  }

  OperationState resumed() {
    return edit(operationStateBuilder -> {
      operationStateBuilder.progress =
          progress instanceof Progress.Held ? new Progress.Running() : progress;
      operationStateBuilder.pending = new PendingRequest.Nothing();
    });
  }

  OperationState forced() {
    return edit(operationStateBuilder -> {
      operationStateBuilder.escalated |= !isForced();
      operationStateBuilder.mode = Optional.of(SwitchoverMode.FORCED);
    });
  }

  OperationState inSpiteOf(String finding, String reason) {
    return edit(operationStateBuilder -> {
      List<String> all = new ArrayList<>(overridden);
      all.add("%s: %s".formatted(finding, reason));
      operationStateBuilder.overridden = all;
    });
  }

  /** A person's word ends the step; what was found before it was asked for stays its evidence. */
  OperationState approved(String step) {
    Map<String, String> evidence = new HashMap<>();
    if (steps.get(step) instanceof StepState.Refused found) {
      evidence.putAll(found.evidence());
      evidence.put(EvidenceKey.APPROVED.wireName(), "true");
    }
    int attempt = Math.max(1, attempts(step, false));
    return with(new Progress.Running())
        .with(step, false, new StepState.Done(attempt, evidence, Duration.ZERO));
  }

  OperationState at(long version) {
    return edit(operationStateBuilder -> operationStateBuilder.version = version);
  }

  private OperationState edit(Consumer<OperationStateBuilder> change) {
    OperationStateBuilder operationStateBuilder = new OperationStateBuilder(this);
    change.accept(operationStateBuilder);
    return operationStateBuilder.done(this);
  }
}
