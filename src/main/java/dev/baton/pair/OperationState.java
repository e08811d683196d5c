package dev.baton.pair;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the events so far say about one operation. Derived, never stored.
 *
 * @param kind {@code switchover} or {@code recovery}
 * @param mode {@code graceful} or {@code forced} for a switchover, the rejoin for a recovery
 * @param plan empty only between the request and the freezing of the plan
 * @param steps by step id; a step that is missing has not been started
 * @param undos the same for the way back
 * @param promoted whether the point of no return has been passed
 * @param abortAsked whether a person asked for an abort that has not been acted on yet
 * @param aborted whether the rollback under way or done goes back to a person's abort
 */
public record OperationState(
    OperationId id,
    String kind,
    String mode,
    SiteName from,
    SiteName to,
    Optional<Plan> plan,
    String planHash,
    Progress progress,
    Map<String, StepState> steps,
    Map<String, StepState> undos,
    boolean promoted,
    boolean abortAsked,
    boolean aborted) {

  public OperationState {
    steps = Map.copyOf(steps);
    undos = Map.copyOf(undos);
  }

  static OperationState requested(
      OperationId id, String kind, String mode, SiteName from, SiteName to) {
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
        false,
        false);
  }

  /** The evidence of a step that is done; empty map when it is not. */
  public Map<String, String> evidence(String step) {
    return steps.get(step) instanceof StepState.Done done ? done.evidence() : Map.of();
  }

  OperationState planned(Plan plan, String planHash) {
    return copy(Optional.of(plan), planHash, progress, steps, undos, promoted, abortAsked, aborted);
  }

  OperationState with(Progress progress) {
    return copy(plan, planHash, progress, steps, undos, promoted, abortAsked, aborted);
  }

  OperationState with(String step, boolean undo, StepState state) {
    Map<String, StepState> changed = new HashMap<>(undo ? undos : steps);
    changed.put(step, state);
    return undo
        ? copy(plan, planHash, progress, steps, changed, promoted, abortAsked, aborted)
        : copy(plan, planHash, progress, changed, undos, promoted, abortAsked, aborted);
  }

  OperationState withPromotion() {
    return copy(plan, planHash, progress, steps, undos, true, abortAsked, aborted);
  }

  OperationState withAbort() {
    return copy(plan, planHash, progress, steps, undos, promoted, true, aborted);
  }

  OperationState turnedBack(String why) {
    return copy(
        plan, planHash, new Progress.RollingBack(why), steps, undos, promoted, false, abortAsked);
  }

  /** How often a step, or its undo, was started so far. */
  public int attempts(String step, boolean undo) {
    StepState state = (undo ? undos : steps).get(step);
    return state == null ? 0 : state.attempt();
  }

  private OperationState copy(
      Optional<Plan> plan,
      String planHash,
      Progress progress,
      Map<String, StepState> steps,
      Map<String, StepState> undos,
      boolean promoted,
      boolean abortAsked,
      boolean aborted) {
    return new OperationState(
        id,
        kind,
        mode,
        from,
        to,
        plan,
        planHash,
        progress,
        steps,
        undos,
        promoted,
        abortAsked,
        aborted);
  }
}
