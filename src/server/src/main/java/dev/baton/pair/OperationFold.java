package dev.baton.pair;

import dev.baton.pair.PairEvent.*;
import dev.baton.protocol.RefusalCode;

/** What an operation comes to by its events. Total: a new kind of event fails to compile here. */
final class OperationFold {

  private OperationFold() {}

  static OperationState after(OperationState o, OperationEvent event) {
    return switch (event) {
      case PlanFrozen e -> o.planned(e.plan(), e.planHash());
      case StepStarted e ->
          running(o).with(e.step(), e.undo(), new StepState.Started(e.attempt(), e.deadline()));
      case StepDone e ->
          o.with(
              e.step(),
              e.undo(),
              new StepState.Done(o.attempts(e.step(), e.undo()), e.evidence(), e.took()));
      case StepRefused e ->
          o.with(
              e.step(),
              e.undo(),
              new StepState.Refused(
                  o.attempts(e.step(), e.undo()),
                  RefusalCode.named(e.code()),
                  e.why(),
                  e.evidence()));
      case StepUnknown e ->
          o.with(
              e.step(), e.undo(), new StepState.Unknown(o.attempts(e.step(), e.undo()), e.why()));
      case OperationPaused e ->
          o.stopped(
              new Progress.Paused(e.step(), e.why(), o.progress() instanceof Progress.RollingBack));
      case ApprovalRequested e ->
          o.with(new Progress.AwaitingApproval(e.step(), e.planHash(), e.deadline()));
      case OperationApproved e -> o.approved(e.step());
      case RetryRequested e -> retried(o, e.step());
      case StepSkipped e -> skipped(o, e);
      case PauseRequested e -> o.with(new PendingRequest.Pause(e.why()));
      case OperationHeld e -> o.stopped(new Progress.Held(e.why()));
      case ResumeRequested e -> o.resumed();
      case EscalationRequested e -> o.forced();
      case FencingAttested e -> o;
      case SafetyOverridden e -> o.inSpiteOf(e.finding(), e.reason());
      case AbortRequested e -> o.with(new PendingRequest.Abort());
      case RollbackStarted e -> o.turnedBack(e.why());
      case OperationEnded e ->
          o.with(new Progress.Ended(e.outcome(), e.exceptions(), e.halfDone()));
    };
  }

  private static OperationState running(OperationState o) {
    return o.progress() instanceof Progress.Pending ? o.with(new Progress.Running()) : o;
  }

  private static OperationState retried(OperationState o, String step) {
    boolean undo = o.progress() instanceof Progress.Paused paused && paused.rollingBack();
    OperationState again = o.with(step, undo, new StepState.ToRetry(o.attempts(step, undo)));
    return again.with(undo ? new Progress.RollingBack("retried") : new Progress.Running());
  }

  private static OperationState skipped(OperationState o, StepSkipped e) {
    return o.with(e.step(), false, new StepState.Skipped(o.attempts(e.step(), false), e.why()))
        .with(new Progress.Running());
  }
}
