package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.HostId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.plan.PlanBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The old site serves again: what a command of the operator then does holds nothing up. */
class FailedHookInARollbackTest {

  private static final HostId HOST = new HostId("east-app");

  private static List<PlannedStep> plan(String failure) {
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("prepare", OnRefusal.ROLL_BACK);
    planBuilder.leaf(HOST, "hook-before-close", Map.of("role", "standby", "failure", "refuse"));
    planBuilder.undoneBy("hook-after-open", Map.of("role", "primary", "failure", failure));
    return planBuilder.list();
  }

  private static PairState rolledBack(String failure, boolean answers) {
    String step = plan(failure).getFirst().id();
    return Situations.begun(
        new Plan(plan(failure)),
        new StepStarted(Situations.OPERATION, step, 1, false, Situations.NOW),
        new StepDone(Situations.OPERATION, step, false, Map.of(), Duration.ZERO),
        new RollbackStarted(Situations.OPERATION, "aborted"),
        new StepStarted(Situations.OPERATION, step, 1, true, Situations.NOW),
        answers
            ? new StepRefused(Situations.OPERATION, step, true, "failed", "no pool", Map.of())
            : new StepUnknown(Situations.OPERATION, step, true, "no answer"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void rollbackEndsWithoutIt(boolean answers) {
    List<PairEvent> next = OperationDecider.next(rolledBack("ignore", answers), Situations.NOW);

    assertThat(next)
        .singleElement()
        .isInstanceOfSatisfying(
            OperationEnded.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.ROLLED_BACK);
              assertThat(ended.halfDone().orElse("")).doesNotContain("may not serve");
            });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyOtherUndoWaitsForAPerson(boolean answers) {
    assertThat(OperationDecider.next(rolledBack("pause", answers), Situations.NOW))
        .singleElement()
        .isInstanceOf(PairEvent.OperationPaused.class);
  }
}
