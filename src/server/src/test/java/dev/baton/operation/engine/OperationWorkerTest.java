package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.StreamId;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.ResumeRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.StepSkipped;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import dev.baton.pair.StopEvent.StopDeclared;
import dev.baton.pair.StopEvent.StopReleased;
import dev.baton.plan.PlanBuilder;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole operations on scripted hosts: what is sent, what is recorded, and what a restart does. */
class OperationWorkerTest {

  private static final AgentReply REFUSED =
      new AgentReply.Refused(RefusalCode.PRECONDITION_FAILED, "it is not so", Map.of());

  private static final Duration LIMIT = ScriptedOperation.LIMIT;

  private final ScriptedOperation operation = new ScriptedOperation();
  private final ScriptedHosts hosts = operation.hosts();

  @BeforeEach
  void aPlannedSwitchover() throws Exception {
    operation.planned(Situations.requested(), plan());
  }

  @Test
  void carriesThePlanOutToItsEnd() throws Exception {
    operation.run();

    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed())
        .containsExactly(
            "application.stop east-app",
            "postgres.stop east-db",
            "postgres.promote west-db",
            "application.start west-app");
    assertThat(operation.pair().term()).isEqualTo(2);
  }

  @Test
  void takesBackWhatWasDoneWhenAStepBeforeThePromotionIsRefused() throws Exception {
    hosts.answer(ActionType.POSTGRES_STOP, REFUSED);

    operation.run();

    assertThat(operation.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(hosts.executed())
        .containsExactly(
            "application.stop east-app",
            "postgres.stop east-db",
            "postgres.start east-db",
            "application.start east-app");
  }

  @Test
  void waitsForAPersonAfterThePromotionAndGoesOnWhenToldTo() throws Exception {
    hosts.answer(ActionType.APPLICATION_START, REFUSED);
    Thread running = operation.start();
    Awaitility.await().until(() -> operation.state().progress() instanceof Progress.Paused);
    hosts.answer(ActionType.APPLICATION_START, new AgentReply.Done(Map.of(), Duration.ZERO));
    operation.append(new RetryRequested(Situations.OPERATION, "start-application@west-app"));

    boolean ended = running.join(Duration.ofSeconds(60));

    assertThat(ended).isTrue();
    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void neverTurnsBackWhenNobodyKnowsWhetherThePromotionHappened() throws Exception {
    hosts.answer(ActionType.POSTGRES_PROMOTE, new AgentReply.Unknown("no answer", false));
    Thread running = operation.start();
    Awaitility.await().until(() -> operation.state().progress() instanceof Progress.Paused);
    operation.append(new AbortRequested(Situations.OPERATION));

    boolean ended = running.join(Duration.ofSeconds(60));

    assertThat(ended).isTrue();
    assertThat(operation.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(hosts.executed()).doesNotContain("postgres.start east-db");
  }

  @Test
  void asksForTheResultOfAnOrderThatAFormerRunSent() throws Exception {
    formerRunPutOnRecord();
    hosts.didAlready("switchover-1/close-port@east-app/1/application.stop");

    operation.run();

    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).doesNotContain("application.stop east-app");
  }

  @Test
  void sendsAnOrderThatAFormerRunOnlyPutOnRecord() throws Exception {
    formerRunPutOnRecord();

    operation.run();

    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).contains("application.stop east-app");
  }

  @Test
  void takesTheResultOfAnOrderThatArrivedAfterItHadBeenAskedFor() throws Exception {
    formerRunPutOnRecord();
    hosts.arrivesLate("switchover-1/close-port@east-app/1/application.stop");

    operation.run();

    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).doesNotContain("application.stop east-app");
  }

  private void formerRunPutOnRecord() throws Exception {
    operation.append(
        new StepStarted(
            Situations.OPERATION, "close-port@east-app", 1, false, Instant.now().plusSeconds(30)));
  }

  @Test
  void staysPausedOverARestartUntilSomebodyHasItGoOn() throws Exception {
    operation.append(new PauseRequested(Situations.OPERATION, "alice had it paused"));
    Thread before = operation.start();
    operation.awaitProgress(Progress.Held.class);
    before.interrupt();
    boolean gone = before.join(LIMIT);
    Thread after = operation.start();
    List<String> whilePaused = hosts.executed();
    operation.append(new ResumeRequested(Situations.OPERATION));

    boolean ended = after.join(LIMIT);

    assertThat(gone && ended).isTrue();
    assertThat(whilePaused).isEmpty();
    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void skippedStepIsAnExceptionAndSaysWhatCompletesIt() throws Exception {
    hosts.answer(ActionType.APPLICATION_START, REFUSED);
    Thread running = operation.start();
    operation.awaitProgress(Progress.Paused.class);
    operation.append(
        new StepSkipped(Situations.OPERATION, "start-application@west-app", "it is not so"));

    boolean ended = running.join(LIMIT);

    assertThat(ended).isTrue();
    assertThat(operation.state().progress())
        .isEqualTo(
            new Progress.Ended(
                Outcome.COMPLETED_WITH_EXCEPTIONS,
                List.of("skipped start-application@west-app: it is not so"),
                Optional.of(
                    "west is primary; not done: start-application@west-app."
                        + " A recovery of east completes it.")));
  }

  @Test
  void stopOfEverythingHoldsItBeforeItsNextStep() throws Exception {
    operation.log().append(StreamId.STOP, 0, List.of(new StopDeclared()), Contexts.engine());
    Thread running = operation.start();
    operation.awaitProgress(Progress.Held.class);
    List<String> whileStopped = hosts.executed();
    operation.log().append(StreamId.STOP, 1, List.of(new StopReleased()), Contexts.engine());
    operation.append(new ResumeRequested(Situations.OPERATION));

    boolean ended = running.join(LIMIT);

    assertThat(ended).isTrue();
    assertThat(whileStopped).isEmpty();
    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void stepWhoseAnswerNeverComesPausesAfterItsDeadlineAndALateAnswerCountsForNothing()
      throws Exception {
    hosts.holdBack(ActionType.POSTGRES_STOP);
    Thread running = operation.start();
    awaitStep("stop-database@east-db", StepState.Started.class);
    operation.isLateBy(Duration.ofHours(1));
    awaitStep("stop-database@east-db", StepState.Unknown.class);
    operation.awaitProgress(Progress.Paused.class);
    hosts.goOn();
    operation.append(new RetryRequested(Situations.OPERATION, "stop-database@east-db"));

    boolean ended = running.join(LIMIT);

    assertThat(ended).isTrue();
    assertThat(operation.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(operation.state().attempts("stop-database@east-db", false)).isEqualTo(2);
  }

  static PlanBuilder plan() {
    HostId eastApp = new HostId("east-app");
    HostId eastDb = new HostId("east-db");
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("close", OnRefusal.ROLL_BACK);
    String stopped = planBuilder.on(eastApp, "close-port", Map.of());
    planBuilder.undoneBy("start-application", Map.of());
    String down = planBuilder.on(eastDb, "stop-database", Map.of(), stopped);
    planBuilder.undoneBy("start-database", Map.of());
    String promoted =
        planBuilder.on(
            StepRole.POINT_OF_NO_RETURN,
            new HostId("west-db"),
            "promote-database",
            Map.of("proof", down),
            down);
    planBuilder.phase("open", OnRefusal.PAUSE);
    planBuilder.leaf(new HostId("west-app"), "start-application", Map.of(), promoted);
    return planBuilder;
  }

  private void awaitStep(String step, Class<? extends StepState> kind) {
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> kind.isInstance(operation.state().steps().get(step)));
  }
}
