package dev.baton.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.audit.report.OperationReport.Loss;
import dev.baton.audit.report.OperationReport.OperatorAction;
import dev.baton.audit.report.OperationReport.StepReport;
import dev.baton.audit.report.OperationReport.TimeSpan;
import dev.baton.audit.report.OperationReport.Wait;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.plan.Plans;
import dev.baton.recovery.RecoverySteps;
import dev.baton.switchover.ForcedSteps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReportBuilderTest {

  private static final OperationId OPERATION = Story.OPERATION;
  private static final SiteName A = new SiteName("a");
  private static final SiteName B = new SiteName("b");
  private static final Map<String, String> PROOF =
      Map.of("shutdownCheckpoint", "0/5000028", "replayLsn", "0/50000A0", "timeline", "1");

  @Test
  void aSmoothSwitchoverHasItsFiguresAndNothingOpen() {
    OperationReport report = switched().ended(Outcome.SUCCEEDED, "").report();

    assertThat(report.outcome()).isEqualTo("SUCCEEDED");
    assertThat(report.request())
        .returns("ops", OperatorAction::actor)
        .returns("quarterly test", OperatorAction::reason)
        .returns("CHG-7", OperatorAction::ticket);
    assertThat(report.plans()).singleElement().satisfies(p -> assertThat(p.steps()).hasSize(29));
    assertThat(report.steps()).extracting(StepReport::state).containsOnly("DONE");
    // Two seconds a step, from the start of close-port to the end of verify-service.
    assertThat(report.serviceGap()).extracting(TimeSpan::ms).isEqualTo(24_000L);
    assertThat(report.recoveryTime().humanMs()).isZero();
    assertThat(report.milestones().promotedAt()).isNotNull();
    assertThat(report.milestones().redundantAt()).isNotNull();
    assertThat(report.open()).isEmpty();
    assertThat(report.notStarted()).isEmpty();
    assertThat(report.waits()).isEmpty();
  }

  @Test
  void aGracefulOneLosesNothingAndSaysWhy() {
    Loss loss = switched().ended(Outcome.SUCCEEDED, "").report().dataLoss();

    assertThat(loss.verdict()).isEqualTo("ZERO");
    assertThat(loss.evidence()).containsAllEntriesOf(PROOF);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Outcome.class)
  void everyOutcomeIsToldWithWhatItLeft(Outcome outcome) {
    OperationReport report =
        requested()
            .engine(
                new OperationEnded(
                    OPERATION, outcome, List.of("lag-limit overridden"), Optional.of("look there")))
            .report();

    assertThat(report.state()).isEqualTo(outcome.name());
    assertThat(report.outcome()).isEqualTo(outcome.name());
    assertThat(report.exceptions()).containsExactly("lag-limit overridden");
    assertThat(report.open()).containsExactly("look there");
    assertThat(report.notStarted()).hasSize(29);
    assertThat(report.serviceGap()).isNull();
    assertThat(report.dataLoss().verdict()).isEqualTo("NOT_MOVED");
    assertThat(ReportText.of(report).toString()).contains(outcome.name(), "look there");
  }

  @Test
  void aRollbackGivesServiceBackWithTheLastUndo() {
    OperationReport report =
        closing()
            .started("stop-database@a-db", 1, false)
            .engine(refused("stop-database@a-db"))
            .engine(new RollbackStarted(OPERATION, "stop-database@a-db: it would not"))
            .undone("stop-database@a-db")
            .undone("release-address@a-app")
            .undone("close-port@a-app")
            .ended(Outcome.ROLLED_BACK, "a is primary as before")
            .report();

    assertThat(step(report, "stop-database@a-db"))
        .returns("UNDONE", StepReport::state)
        .satisfies(step -> assertThat(step.attempts()).hasSize(2));
    assertThat(report.serviceGap()).extracting(TimeSpan::ms).isEqualTo(12_000L);
    assertThat(report.milestones().serviceBackAt()).isNotNull();
    assertThat(report.notStarted()).contains("promote-database@b-db");
    assertThat(ReportText.of(report).toString()).contains("undo of stop-database@a-db");
  }

  @Test
  void aPauseIsHumanTimeAndNamesWhoMovedItOn() {
    OperationReport report =
        closing()
            .started("stop-database@a-db", 1, false)
            .engine(new StepUnknown(OPERATION, "stop-database@a-db", false, "no answer"))
            .engine(new OperationPaused(OPERATION, "stop-database@a-db", "no answer"))
            .passes(299)
            .person(new RetryRequested(OPERATION, "stop-database@a-db"))
            .started("stop-database@a-db", 2, false)
            .report();

    assertThat(report.waits())
        .singleElement()
        .returns("pause", Wait::kind)
        .returns(300_000L, Wait::ms)
        .returns("ops", Wait::movedBy)
        .returns("retry", Wait::move);
    assertThat(report.words()).extracting(OperatorAction::what).containsExactly("retry");
    assertThat(report.recoveryTime().humanMs()).isEqualTo(300_000);
    assertThat(report.serviceGap())
        .satisfies(gap -> assertThat(gap.ms()).isEqualTo(gap.machineMs() + 300_000))
        .extracting(TimeSpan::to)
        .isNull();
    assertThat(step(report, "stop-database@a-db").state()).isEqualTo("RUNNING");
    assertThat(report.open()).anyMatch(line -> line.startsWith("Service was closed at"));
  }

  @Test
  void whatStillWaitsIsOpenAndLasts() {
    OperationReport report =
        closing()
            .started("stop-database@a-db", 1, false)
            .engine(new StepUnknown(OPERATION, "stop-database@a-db", false, "no answer"))
            .engine(new OperationPaused(OPERATION, "stop-database@a-db", "no answer"))
            .report();

    assertThat(report.state()).isEqualTo("PAUSED");
    assertThat(report.outcome()).isNull();
    assertThat(report.waits()).singleElement().extracting(Wait::to).isNull();
    assertThat(report.open())
        .anyMatch(line -> line.contains("PAUSED; open moves: ") && line.contains("retry"))
        .anyMatch(line -> line.startsWith("stop-database@a-db waits since"))
        .contains("What became of stop-database@a-db is not known.");
  }

  @ParameterizedTest(name = "{0} bytes")
  @CsvSource({"4096, QUOTED", "at least 0, UNKNOWN"})
  void aForcedOneHasTheQuote(String bytes, String verdict) {
    OperationReport report =
        new Story()
            .asked(
                new SwitchoverRequested(
                    OPERATION, SwitchoverMode.FORCED, A, B, Optional.of(AcceptedLoss.any())),
                ForcedSteps.plan())
            .done(
                "quote-data-loss@b-db",
                Map.of("bytes", bytes, "seconds", "7", "accepted", "unknown", "why", "seen late"))
            .done("fence-database@a-db", "promote-database@b-db")
            .engine(new PrimaryPromoted(OPERATION, B, 2, "2"))
            .done("verify-service@b-app")
            .ended(Outcome.SUCCEEDED, "")
            .report();

    assertThat(report.acceptedLoss()).isEqualTo("unknown");
    assertThat(report.dataLoss())
        .returns(verdict, Loss::verdict)
        .returns(bytes, Loss::bytes)
        .returns("7", Loss::seconds)
        .returns("unknown", Loss::accepted);
    assertThat(report.serviceGap()).isNotNull();
    assertThat(report.open()).containsExactly("a is out; a recovery brings it back.");
  }

  @Test
  void aPromotionThatMayHaveHappenedMakesTheLossUnknown() {
    OperationReport report =
        closing()
            .done("stop-database@a-db")
            .started("promote-database@b-db", 1, false)
            .engine(new StepUnknown(OPERATION, "promote-database@b-db", false, "no answer"))
            .engine(new OperationPaused(OPERATION, "promote-database@b-db", "no answer"))
            .person(new AbortRequested(OPERATION))
            .ended(Outcome.ABORTED, "see which database writes")
            .report();

    assertThat(report.dataLoss().verdict()).isEqualTo("UNKNOWN");
    assertThat(report.words()).extracting(OperatorAction::what).containsExactly("abort");
    assertThat(report.open()).contains("see which database writes");
  }

  @Test
  void anApprovalIsNamedWithWhatWasApprovedAndIsHumanTime() {
    OperationReport report =
        new Story()
            .asked(
                new RecoveryRequested(OPERATION, B, A, RejoinKind.REWIND, true),
                RecoverySteps.plan(RejoinKind.REWIND))
            .engine(
                new ApprovalRequested(
                    OPERATION, "await-approval", "abc", Story.BEGIN.plusSeconds(9999)))
            .passes(59)
            .person(new OperationApproved(OPERATION, "await-approval", "abc"))
            .report();

    assertThat(report.words())
        .singleElement()
        .returns("approve", OperatorAction::what)
        .returns("abc", OperatorAction::planHash)
        .returns("quarterly test", OperatorAction::reason);
    assertThat(step(report, "await-approval").state()).isEqualTo("DONE");
    assertThat(report.recoveryTime().humanMs()).isEqualTo(60_000);
  }

  @Test
  void anApprovalThatNobodyGaveEndsInAPauseWithoutAGap() {
    OperationReport report =
        requested()
            .engine(
                new ApprovalRequested(
                    OPERATION, "await-approval", "abc", Story.BEGIN.plusSeconds(60)))
            .passes(59)
            .engine(new OperationPaused(OPERATION, "await-approval", "nobody approved"))
            .person(new AbortRequested(OPERATION))
            .report();

    assertThat(report.waits())
        .extracting(Wait::kind, Wait::move)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("approval", "expired"),
            org.assertj.core.groups.Tuple.tuple("pause", "abort"));
  }

  @Test
  void aReplicaThatTookOverIsNamed() {
    assertThat(closing().engine(new PairTakenOver("replica-2", 5)).report().takeOvers())
        .singleElement()
        .satisfies(over -> assertThat(over.replica()).isEqualTo("replica-2"));
  }

  @Test
  void whatHappenedAfterTheEndChangesNothing() {
    Story story = switched().ended(Outcome.SUCCEEDED, "");
    OperationReport before = story.report();

    story.engine(new VerdictChanged("drift", "", "two writable primaries", ""));

    assertThat(story.report()).isEqualTo(before);
    assertThat(ReportText.of(story.report()).toString())
        .isEqualTo(ReportText.of(before).toString());
  }

  @Test
  void thereIsNoneOfAnOperationThatTheStreamDoesNotKnow() {
    assertThat(ReportBuilder.report(new OperationId("other"), switched().stream())).isEmpty();
  }

  /** From the start of stop-database to the end of the promotion. */
  @Test
  void databaseAloneIsBackWhenTheOtherIsPromoted() {
    OperationReport report =
        requested(Plans.graceful(TestPairs.databaseOnly(false), ""))
            .done("check-readiness", "stop-database@a-db")
            .done("prove-caught-up@b-db", PROOF)
            .done("promote-database@b-db")
            .report();

    assertThat(report.serviceGap()).extracting(TimeSpan::ms).isEqualTo(5_000L);
  }

  private static Story requested() {
    return requested(Plans.graceful(""));
  }

  private static Story requested(List<PlannedStep> plan) {
    return new Story()
        .asked(
            new SwitchoverRequested(OPERATION, SwitchoverMode.GRACEFUL, A, B, Optional.empty()),
            plan);
  }

  private static Story closing() {
    return requested().done("check-readiness", "close-port@a-app", "release-address@a-app");
  }

  /** The whole plan, one step after the other. */
  private static Story switched() {
    return requested()
        .done(
            "check-readiness",
            "sync-files@a-app",
            "ready-database@b-db",
            "checkpoint-database@a-db",
            "checkpoint-database@b-db",
            "checkpoint-database-2@a-db",
            "prove-archived@a-db",
            "prove-replayed@b-db",
            "drain-application@a-app",
            "prove-settled@a-db",
            "sync-files-2@a-app",
            "prove-archived-2@a-db",
            "prove-replayed-2@b-db",
            "close-port@a-app",
            "release-address@a-app",
            "stop-database@a-db",
            "prove-application-ended@a-app",
            "prove-address-free@b-app")
        .done("prove-caught-up@b-db", PROOF)
        .done("promote-database@b-db")
        .engine(new PrimaryPromoted(OPERATION, B, 2, "2"))
        .done(
            "take-address@b-app",
            "start-application@b-app",
            "prove-sessions@b-app",
            "prove-application@b-app",
            "verify-service@b-app",
            "checkpoint-database-2@b-db",
            "rejoin-database@a-db",
            "verify-redundancy@a-db")
        .engine(new StandbyJoined(OPERATION, A, 2))
        .done("settle-database@b-db");
  }

  private static StepRefused refused(String step) {
    return new StepRefused(OPERATION, step, false, "timed-out", "it would not", Map.of());
  }

  private static StepReport step(OperationReport report, String id) {
    return report.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow();
  }
}
