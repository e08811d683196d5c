package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.HostId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.Progress;
import dev.baton.world.SimulatedPair;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A command of the policy that says it moved the address, and did not. */
class LyingMoverTest {

  private static final HostId EAST = SimulatedPair.EAST.application();
  private static final HostId WEST = SimulatedPair.WEST.application();

  private static ControlPlaneRun.End live(CrashScenario crashScenario) {
    return crashScenario.live(new CrashSchedule(Optional.empty()));
  }

  @Test
  void assignmentThatIsNoneWaitsForAPersonAndGoesOnWhenItIsMended() {
    CrashScenario crashScenario = new CrashScenario(Scenario.GRACEFUL);
    crashScenario.world().moverLies(WEST, true);
    ControlPlaneRun.End first = live(crashScenario);
    Progress paused = crashScenario.operation().progress();
    crashScenario.world().moverLies(WEST, false);
    crashScenario.append(
        new RetryRequested(crashScenario.operation().id(), "take-address@west-app"));

    ControlPlaneRun.End second = live(crashScenario);

    assertThat(first).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.PAUSED);
    assertThat(paused)
        .isInstanceOfSatisfying(
            Progress.Paused.class,
            at -> {
              assertThat(at.step()).isEqualTo("take-address@west-app");
              assertThat(at.why()).contains("by probe this host does not hold it");
            });
    assertThat(second).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(crashScenario.ending().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(crashScenario.wrongs()).isEmpty();
  }

  @Test
  void releaseThatIsNoneTurnsTheSwitchBack() {
    CrashScenario crashScenario = new CrashScenario(Scenario.GRACEFUL);
    crashScenario.world().moverLies(EAST, true);

    ControlPlaneRun.End end = live(crashScenario);

    assertThat(end).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(crashScenario.ending().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(crashScenario.ending().primary()).isEqualTo(SimulatedPair.EAST.name());
    assertThat(crashScenario.wrongs()).isEmpty();
  }
}
