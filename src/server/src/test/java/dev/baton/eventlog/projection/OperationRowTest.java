package dev.baton.eventlog.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.Rows;
import dev.baton.eventlog.StreamId;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.engine.ControlPlaneRun;
import dev.baton.operation.engine.CrashScenario;
import dev.baton.operation.engine.CrashSchedule;
import dev.baton.operation.engine.Scenario;
import dev.baton.operation.engine.Situations;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.ResumeRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepSkipped;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.plan.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The row of an operation says the same of it, after every event, as its stream does. */
class OperationRowTest {

  private static final String STEP = "drain-application@east-app";

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void showsTheStateOfTheOperationAtEveryEvent(Scenario scenario) {
    CrashScenario crashScenario = new CrashScenario(scenario);
    assertThat(crashScenario.live(new CrashSchedule(Optional.empty())))
        .isEqualTo(ControlPlaneRun.End.DONE);

    assertThat(Rows.states(crashScenario.events())).isEqualTo(states(crashScenario.events()));
  }

  @Test
  void showsWhatPeopleDoToAnOperation() throws Exception {
    List<PairEvent> all = new ArrayList<>(requested());
    var id = Situations.OPERATION;
    all.addAll(
        List.of(
            new PauseRequested(id, "alice"),
            new OperationHeld(id, "alice"),
            new ResumeRequested(id),
            new StepStarted(id, STEP, 1, false, Situations.NOW),
            new PauseRequested(id, "alice"),
            new ResumeRequested(id),
            new StepRefused(id, STEP, false, "failed", "no", Map.of()),
            new OperationPaused(id, STEP, "no"),
            new RetryRequested(id, STEP),
            new StepStarted(id, STEP, 2, false, Situations.NOW),
            new OperationPaused(id, STEP, "no"),
            new StepSkipped(id, STEP, "no"),
            new ApprovalRequested(id, STEP, "hash", Situations.NOW),
            new OperationApproved(id, STEP, "hash"),
            new RollbackStarted(id, "no"),
            new OperationPaused(id, STEP, "undo failed"),
            new RetryRequested(id, STEP),
            new OperationPaused(id, STEP, "undo failed")));
    all.addAll(Situations.escalation());
    all.addAll(
        List.of(
            new OperationPaused(id, STEP, "no"),
            new RetryRequested(id, STEP),
            new OperationEnded(id, Outcome.ABORTED, List.of(), Optional.empty())));
    var log = new InMemoryEventLog();

    log.append(StreamId.of(Situations.PAIR), 0, all, Contexts.engine());

    List<RecordedEvent> events = log.readAll(0, 100);
    assertThat(Rows.states(events))
        .isEqualTo(states(events))
        .contains("PENDING", "RUNNING", "PAUSED", "AWAITING_APPROVAL", "ROLLING_BACK", "ABORTED");
  }

  private static List<PairEvent> requested() {
    PairState idle = Situations.idle();
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("prepare", OnRefusal.PAUSE);
    planBuilder.leaf(idle.primarySite().application(), "drain-application", Map.of());
    return List.of(
        Situations.registered(),
        Situations.requested(),
        NewOperation.plan(Situations.OPERATION, planBuilder.list()));
  }

  private static List<String> states(List<RecordedEvent> events) {
    List<String> states = new ArrayList<>();
    List<PairEvent> all = new ArrayList<>();
    for (RecordedEvent event : events) {
      all.add(event.pairEvent());
      states.add(PairState.from(all).operation().map(o -> o.progress().word()).orElse(""));
    }
    return states;
  }
}
