package dev.baton.operation.api;

import dev.baton.http.ChangeCall;
import dev.baton.http.Fields;
import dev.baton.http.Problem;
import dev.baton.http.ProblemException;
import dev.baton.http.ProblemType;
import dev.baton.operation.engine.OperationDecider;
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
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Progress;
import java.util.List;
import java.util.stream.Stream;

/** The events that record each move. */
final class MoveEvents {

  private MoveEvents() {}

  /**
   * The move as events. One retry tries again all that stands in the way: of two steps that failed
   * side by side the pause names only the first.
   *
   * @param operation in which the move is open
   */
  static List<PairEvent> events(
      OperationState operation, Move move, MoveRequest request, ChangeCall call) {
    return operation.progress() instanceof Progress.Paused paused
            && move == Move.RETRY
            && !paused.rollingBack()
        ? Stream.concat(
                Stream.of(paused.step()),
                OperationDecider.inTheWay(operation).stream().map(PlannedStep::id))
            .distinct()
            .<PairEvent>map(step -> new RetryRequested(operation.id(), step))
            .toList()
        : List.of(event(operation, move, request, call));
  }

  private static PairEvent event(
      OperationState operation, Move move, MoveRequest request, ChangeCall call) {
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
