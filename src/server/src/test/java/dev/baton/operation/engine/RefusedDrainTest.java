package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.Move;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * An application that cannot be told to drain, or to work again: no operation ends as if it worked
 * while it takes none.
 */
class RefusedDrainTest {

  private static final String DRAIN = "drain-application@east-app";

  private static ControlPlaneRun.End live(CrashScenario crashScenario) {
    return crashScenario.live(new CrashSchedule(Optional.empty()));
  }

  private static Progress.Ended ended(CrashScenario crashScenario) {
    Progress progress = crashScenario.operation().progress();
    assertThat(progress).as(crashScenario.story()).isInstanceOf(Progress.Ended.class);
    return (Progress.Ended) progress;
  }

  @Test
  void drainThatNeverTookEffectNeedsNoUndoThatWouldBeRefusedToo() {
    CrashScenario crashScenario = new CrashScenario(Scenario.GRACEFUL);
    crashScenario.world().eastRefusesItsTokenFrom("drain");

    ControlPlaneRun.End end = live(crashScenario);

    assertThat(end).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(ended(crashScenario).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(ended(crashScenario).exceptions()).isEmpty();
    assertThat(crashScenario.operation().undos().get(DRAIN)).isInstanceOf(StepState.Done.class);
    assertThat(crashScenario.world().executed())
        .noneMatch(id -> id.endsWith("u/application.drain"));
    assertThat(crashScenario.world().eastTakesNoWork()).isFalse();
  }

  @Test
  void applicationThatCannotBeToldToWorkAgainWaitsForAPersonAndIsToldThen() {
    CrashScenario crashScenario = new CrashScenario(Scenario.ROLLBACK);
    crashScenario.world().eastRefusesItsTokenFrom("undrain");
    ControlPlaneRun.End first = live(crashScenario);
    Progress paused = crashScenario.operation().progress();
    crashScenario.world().eastRefusesItsTokenFrom("");
    crashScenario.append(new RetryRequested(crashScenario.operation().id(), DRAIN));

    ControlPlaneRun.End second = live(crashScenario);

    assertThat(first).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.PAUSED);
    assertThat(paused)
        .isInstanceOfSatisfying(
            Progress.Paused.class,
            at -> {
              assertThat(at.step()).isEqualTo(DRAIN);
              assertThat(at.why()).contains("401");
              assertThat(at.rollingBack()).isTrue();
            });
    assertThat(second).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(ended(crashScenario).outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void whoeverGivesThatUpReadsWhatIsLeftAndWhy() {
    CrashScenario crashScenario = new CrashScenario(Scenario.ROLLBACK);
    crashScenario.world().eastRefusesItsTokenFrom("undrain");
    ControlPlaneRun.End first = live(crashScenario);
    assertThat(Move.openIn(crashScenario.operation())).contains(Move.RETRY, Move.ABORT);
    crashScenario.append(new AbortRequested(crashScenario.operation().id()));

    ControlPlaneRun.End second = live(crashScenario);

    assertThat(first).isEqualTo(ControlPlaneRun.End.PAUSED);
    assertThat(second).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(ended(crashScenario).outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(ended(crashScenario).exceptions())
        .anyMatch(
            line -> line.startsWith("undo " + DRAIN + ": not done: ") && line.contains("401"));
    assertThat(ended(crashScenario).halfDone().orElse(""))
        .contains(DRAIN, "east is primary as before", "undrain-application on east-app")
        .doesNotContain("may not serve");
  }

  /** It takes no new work then, which is not all that was asked for. */
  @Test
  void workThatOutlastsTheDrainTurnsTheSwitchBack() {
    CrashScenario crashScenario = new CrashScenario(Scenario.GRACEFUL);
    crashScenario.world().eastIsAtWork();

    ControlPlaneRun.End end = live(crashScenario);

    assertThat(end).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(ended(crashScenario).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(crashScenario.operation().steps().get(DRAIN))
        .isInstanceOfSatisfying(
            StepState.Refused.class, refused -> assertThat(refused.why()).contains("p/s/j"));
    assertThat(crashScenario.world().eastTakesNoWork()).isFalse();
  }

  @Test
  void switchToAnApplicationThatStartsDrainedIsNoPlainSuccess() {
    CrashScenario crashScenario = new CrashScenario(Scenario.GRACEFUL);
    crashScenario.world().westStartsDrained();

    ControlPlaneRun.End end = live(crashScenario);

    assertThat(end).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(ended(crashScenario).outcome()).isEqualTo(Outcome.COMPLETED_WITH_EXCEPTIONS);
    assertThat(ended(crashScenario).exceptions())
        .singleElement()
        .asString()
        .contains("the application on west-app is up and drained");
    assertThat(
            Evidence.of(crashScenario.operation().evidence("verify-service@west-app"))
                .has(EvidenceKey.LEFT))
        .isTrue();
  }
}
