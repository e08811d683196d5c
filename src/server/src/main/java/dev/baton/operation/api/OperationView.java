package dev.baton.operation.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.operation.engine.Gates;
import dev.baton.operation.engine.OperationHistory;
import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import dev.baton.pair.kind.OperationMode;
import dev.baton.plan.PlanBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An operation as callers see it: enough to follow it, and to know what can be done about it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "An operation, how far it has come, and what can be done about it now")
public record OperationView(
    @Schema(examples = "switchover-7km3q9xw2p") String operation,
    @Schema(examples = "ci") String pair,
    @Schema(
            description =
                "What it is for. Known values: switchover, recovery, resolve, reopening, prune,"
                    + " drill; others may come",
            examples = "switchover")
        String kind,
    @Schema(
            description =
                "graceful or forced for a switchover, the rejoin for a recovery, the finding for a"
                    + " resolve, database or application for a drill; absent for a reopening and a"
                    + " prune. Known values: graceful, forced, follow, rewind, basebackup,"
                    + " two-writable-primaries, address-on-two-hosts, diverged-timelines, database,"
                    + " application; others may come",
            examples = "graceful")
        @Nullable String mode,
    @Schema(description = "The site that was primary when it was asked for") String from,
    @Schema(description = "The site it is about") String to,
    @Schema(
            description =
                "How far it has come; once ended its outcome. Known values: PENDING, RUNNING, PAUSED,"
                    + " AWAITING_APPROVAL, ROLLING_BACK, SUCCEEDED, COMPLETED_WITH_EXCEPTIONS,"
                    + " ROLLED_BACK, FAILED, ABORTED, TIMED_OUT, REFUSED; others may come",
            examples = "RUNNING")
        String state,
    @Schema(
            description =
                "Present once it has ended; the state says the same. Known values: SUCCEEDED,"
                    + " COMPLETED_WITH_EXCEPTIONS, ROLLED_BACK, FAILED, ABORTED, TIMED_OUT, REFUSED;"
                    + " others may come")
        @Nullable String outcome,
    @Schema(description = "Why it waits, goes back or did not succeed") @Nullable String why,
    @Schema(description = "What is left in between, and what completes or reverses it")
        @Nullable String halfDone,
    @Schema(description = "SHA-256 over the frozen steps; approvals name it") String planHash,
    @Schema(description = "Term of the pair now") long term,
    String requestedBy,
    @Nullable String reason,
    @Nullable String ticket,
    Instant requestedAt,
    @Nullable Instant endedAt,
    @Schema(description = "Version of the operation; the ETag") long version,
    @Schema(
            description =
                "What is open now and the caller's roles allow; empty once it has ended. Known"
                    + " values: approve, pause, resume, retry, skip, escalate, abort; others may"
                    + " come")
        List<String> moves,
    @Schema(description = "What kept it from a plain success; empty if nothing did")
        List<String> exceptions,
    @Schema(description = "In the order of the plan") List<StepView> steps) {

  public OperationView {
    moves = List.copyOf(moves);
    exceptions = List.copyOf(exceptions);
    steps = List.copyOf(steps);
  }

  /**
   * @param mayMake the moves that the reader may make, where they are open
   */
  static OperationView of(
      OperationHistory history,
      boolean stopped,
      Predicate<Move> mayMake,
      Map<String, Map<String, String>> progressOfSteps) {
    OperationState operation = history.operation();
    Progress progress = operation.progress();
    boolean ended = progress instanceof Progress.Ended;
    return new OperationView(
        operation.id().value(),
        history.pair().pair().value(),
        operation.kind().word(),
        operation.mode().map(OperationMode::word).orElse(null),
        operation.from().value(),
        operation.to().value(),
        progress.word(),
        ended ? progress.word() : null,
        why(operation),
        progress instanceof Progress.Ended e ? e.halfDone().orElse(null) : null,
        operation.planHash(),
        history.pair().term(),
        history.request().context().actor().name(),
        history.request().context().purpose().reason().orElse(null),
        history.request().context().purpose().ticket().orElse(null),
        history.request().recordedAt(),
        ended ? history.last().recordedAt() : null,
        operation.version(),
        (stopped ? Move.openUnderAStop(operation) : Move.openIn(operation))
            .stream().filter(mayMake).map(Move::word).toList(),
        progress instanceof Progress.Ended e ? e.exceptions() : List.of(),
        history.steps().stream()
            .map(run -> StepView.of(run, progressOfSteps.get(run.step().id())))
            .toList());
  }

  private static @Nullable String why(OperationState operation) {
    return switch (operation.progress()) {
      case Progress.Pending p -> null;
      case Progress.Running r -> Gates.why(operation).orElse(null);
      case Progress.RollingBack(var why) -> why;
      case Progress.Paused paused -> "%s: %s".formatted(paused.step(), paused.why());
      case Progress.Held(var why) -> why;
      case Progress.AwaitingApproval(var step, var hash, var deadline) ->
          "%s%s waits for a person until %s".formatted(before(operation, step), step, deadline);
      case Progress.Ended ended -> null;
    };
  }

  /** What the person has to know: what failed, and what is asked. */
  private static String before(OperationState operation, String step) {
    return operation
        .plan()
        .map(plan -> plan.step(step))
        .map(planned -> found(operation, step) + failed(operation, planned) + question(planned))
        .orElse("");
  }

  private static String found(OperationState operation, String step) {
    return operation.steps().get(step) instanceof StepState.Refused refused
        ? refused.why() + "; "
        : "";
  }

  private static String failed(OperationState operation, PlannedStep step) {
    return step.insteadOf()
        .map(id ->
            operation.steps().get(id) instanceof StepState.Refused refused
                ? "%s: %s; ".formatted(id, refused.why())
                : "")
        .orElse("");
  }

  private static String question(PlannedStep step) {
    String question = step.params().get(PlanBuilder.QUESTION);
    return question == null ? "" : question + "; ";
  }
}
