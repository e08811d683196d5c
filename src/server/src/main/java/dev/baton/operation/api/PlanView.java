package dev.baton.operation.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.OperationMode;
import dev.baton.plan.StepCatalogue;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a start would do: the answer to one that only validates. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(
    name = "PlanView",
    description = "What the same call without validateOnly would do; nothing is on record")
public record PlanView(
    @Schema(examples = "ci") String pair,
    @Schema(examples = "switchover") String kind,
    @Schema(
            description = "As in the operation; absent where its kind leaves no choice",
            examples = "graceful")
        @Nullable String mode,
    String from,
    String to,
    @Schema(description = "SHA-256 over the steps; send it as expectedPlanHash with the start")
        String planHash,
    @Schema(description = "In an order in which they could run one by one") List<Step> steps) {

  /** One step. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @Schema(name = "PlanViewStep", description = "One step of a plan")
  public record Step(
      @Schema(examples = "stop-database@east-db") String id,
      @Schema(examples = "stop-database") String name,
      @Schema(description = "Absent when it looks at several or waits for a person")
          @Nullable String host,
      @Schema(examples = "close") String phase,
      @Schema(
              description =
                  "What it is to the plan. Known values: ORDINARY, SAFEGUARD, APPROVAL, WINDOW,"
                      + " POINT_OF_NO_RETURN, REDUNDANCY; others may come",
              examples = "ORDINARY")
          String nature,
      @Schema(description = "Steps that must be done before; others run beside it")
          List<String> after,
      @Schema(description = "What the plan gives the step to go by") Map<String, String> params,
      @Schema(description = "What agents are asked to change; empty for a step that only reads")
          List<Action> actions,
      @Schema(
              description =
                  "What follows when it is refused; with FALL_BACK the steps that are there instead"
                      + " of it. Known values: ROLL_BACK, PAUSE, FALL_BACK; others may come")
          String onRefusal,
      @Schema(description = "Done only if the step of this id was tried and failed")
          @Nullable String insteadOf,
      @Schema(description = "What takes it back in a rollback") @Nullable UndoView undo,
      @Schema(description = "Its time limit") long deadlineMs,
      @Schema(description = "Median of what it took before; absent when it was never done")
          @Nullable Long expectedMs) {}

  /** What takes a step back. */
  @Schema(name = "PlanViewUndo", description = "What takes a step back")
  public record UndoView(
      @Schema(examples = "start-database") String name,
      String host,
      Map<String, String> params,
      @Schema(description = "What agents are asked to change") List<Action> actions,
      long deadlineMs) {}

  /** One order to one agent. */
  @Schema(name = "PlanViewAction", description = "One order to one agent")
  public record Action(
      String host, @Schema(examples = "postgres.stop") String action, Map<String, String> params) {}

  /**
   * Shows the plan.
   *
   * @param pair with the operation requested and planned, as it would be on record
   */
  static PlanView of(PairState pair, StepDurations past) {
    OperationState operation = pair.operation().orElseThrow();
    return new PlanView(
        pair.pair().value(),
        operation.kind().word(),
        operation.mode().map(OperationMode::word).orElse(null),
        operation.from().value(),
        operation.to().value(),
        operation.planHash(),
        operation.plan().orElseThrow().steps().stream().map(step -> of(step, past)).toList());
  }

  private static Step of(PlannedStep step, StepDurations past) {
    return new Step(
        step.id(),
        step.name(),
        step.host().map(HostId::value).orElse(null),
        step.phase(),
        step.nature().name(),
        step.after(),
        step.params(),
        actions(step.name(), StepInput.of(step)),
        step.onRefusal().name(),
        step.insteadOf().orElse(null),
        step.undo().map(undo -> of(step, undo)).orElse(null),
        step.deadline().toMillis(),
        past.median(step.name(), step.host()).map(Duration::toMillis).orElse(null));
  }

  private static UndoView of(PlannedStep step, PlannedStep.Undo undo) {
    return new UndoView(
        undo.name(),
        undo.host().value(),
        undo.params(),
        actions(undo.name(), StepInput.of(step, undo)),
        undo.deadline().toMillis());
  }

  /** A wait for a person is no kind of step and sends nothing. */
  private static List<Action> actions(String kind, StepInput stepInput) {
    Optional<List<AgentOrder>> orders =
        StepCatalogue.named(kind).map(known -> known.orders(stepInput));
    return orders.orElse(List.of()).stream()
        .map(order -> new Action(order.host().value(), order.type().wireName(), order.params()))
        .toList();
  }
}
