package dev.baton.pair;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of an operation's state that events change, while one of them is folded in. */
final class Draft {

  String mode;
  Optional<Plan> plan;
  String planHash;
  Progress progress;
  Map<String, StepState> steps;
  Map<String, StepState> undos;
  boolean promoted;
  Wish wish;
  boolean aborted;
  boolean escalated;
  List<String> overridden;
  long version;

  Draft(OperationState before) {
    mode = before.mode();
    plan = before.plan();
    planHash = before.planHash();
    progress = before.progress();
    steps = before.steps();
    undos = before.undos();
    promoted = before.promoted();
    wish = before.wish();
    aborted = before.aborted();
    escalated = before.escalated();
    overridden = before.overridden();
    version = before.version();
  }

  /** What became of that state. */
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
        wish,
        aborted,
        escalated,
        overridden,
        version);
  }
}
