package dev.baton.operation;

import dev.baton.http.Call;
import dev.baton.http.Fields;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.pair.Move;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.ResumeRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.StepSkipped;
import dev.baton.pair.Progress;

/** What a move puts on record. */
final class Steering {

  private Steering() {}

  /**
   * The move as a fact.
   *
   * @param operation in which the move is open
   */
  static PairEvent fact(OperationState operation, Move move, MoveRequest request, Call call) {
    OperationId id = operation.id();
    return switch (operation.progress()) {
      case Progress.AwaitingApproval waiting when move == Move.APPROVE ->
          approved(id, waiting, request);
      case Progress.Paused paused when move == Move.RETRY -> new RetryRequested(id, paused.step());
      case Progress.Paused paused when move == Move.SKIP ->
          new StepSkipped(id, paused.step(), paused.why());
      case Progress any when move == Move.PAUSE ->
          new PauseRequested(
              id, "%s had it paused: %s".formatted(call.caller().actor(), call.reason()));
      case Progress any when move == Move.RESUME -> new ResumeRequested(id);
      case Progress any when move == Move.ABORT -> new AbortRequested(id);
      case Progress any ->
          throw new IllegalStateException("%s is not open in %s".formatted(move, any));
    };
  }

  private static PairEvent approved(
      OperationId id, Progress.AwaitingApproval waiting, MoveRequest request) {
    String hash = Fields.required("planHash", request.planHash(), text -> text);
    if (!hash.equals(waiting.planHash())) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.PLAN_CHANGED,
                  "%s waits for approval of another plan; look at it again.".formatted(id))
              .with("planHash", waiting.planHash()));
    }
    return new OperationApproved(id, waiting.step(), hash);
  }
}
