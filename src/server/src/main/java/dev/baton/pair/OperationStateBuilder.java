package dev.baton.pair;

import dev.baton.pair.kind.OperationMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mutable copy of an operation's state, while one event is folded in. */
final class OperationStateBuilder {

  Optional<OperationMode> mode;
  Optional<Plan> plan;
  String planHash;
  Progress progress;
  Map<String, StepState> steps;
  Map<String, StepState> undos;
  boolean promoted;
  PendingRequest pending;
  boolean aborted;
  boolean escalated;
  List<String> overridden;
  long version;

  OperationStateBuilder(OperationState before) {
    mode = before.mode();
    plan = before.plan();
    planHash = before.planHash();
    progress = before.progress();
    steps = before.steps();
    undos = before.undos();
    promoted = before.promoted();
    pending = before.pending();
    aborted = before.aborted();
    escalated = before.escalated();
    overridden = before.overridden();
    version = before.version();
  }

  /** That state with the changes made. */
  OperationState done(OperationState before) {
    return new OperationState(
        before.id(),
        before.kind(),
        mode,
        before.from(),
        before.to(),
        plan,
        planHash,
        progress,
        steps,
        undos,
        promoted,
        pending,
        aborted,
        escalated,
        overridden,
        version);
  }
}
