package dev.baton.plan;

import static dev.baton.protocol.HostRole.OUT;
import static dev.baton.protocol.HostRole.PRIMARY;
import static dev.baton.protocol.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.HostRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What each site is told while service moves from it and to it. */
class HostRolesTest {

  private static final OperationId OPERATION = new OperationId("o");
  private static final PairState HOME = TestPairs.serving("a");
  private static final Site A = HOME.primarySite();
  private static final Site B = HOME.standbySite();
  private static final List<PlannedStep> GRACEFUL = Plans.graceful("");

  private static PairState with(PairState pair, PairEvent... events) {
    PairState state = pair;
    for (PairEvent event : events) {
      state = state.after(event);
    }
    return state;
  }

  private static PairState requested(SwitchoverMode mode) {
    return with(
        HOME,
        new SwitchoverRequested(OPERATION, mode, A.name(), B.name(), Optional.empty()),
        new PlanFrozen(OPERATION, "hash", new Plan(GRACEFUL)));
  }

  private static PairEvent started(String name) {
    return new StepStarted(OPERATION, id(name), 1, false, Instant.EPOCH);
  }

  private static PairEvent done(String name) {
    return new StepDone(OPERATION, id(name), false, Map.of(), Duration.ZERO);
  }

  private static String id(String name) {
    return GRACEFUL.stream()
        .filter(step -> step.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }

  private static void tells(PairState pair, HostRole a, HostRole b) {
    assertThat(HostRoles.of(pair, A.application())).isEqualTo(a);
    assertThat(HostRoles.of(pair, A.database())).isEqualTo(a);
    assertThat(HostRoles.of(pair, B.application())).isEqualTo(b);
    assertThat(HostRoles.of(pair, B.database())).isEqualTo(b);
  }

  @Test
  void followsTheRecordWhenNothingMoves() {
    tells(HOME, PRIMARY, STANDBY);
  }

  @Test
  void leavesThePrimaryPrimaryWhileAGracefulSwitchoverIsPrepared() {
    tells(with(requested(SwitchoverMode.GRACEFUL), started("check-readiness")), PRIMARY, STANDBY);
  }

  @Test
  void putsTheOldSiteOutFromTheFirstStepThatClosesIt() {
    tells(with(requested(SwitchoverMode.GRACEFUL), started("close-port")), OUT, STANDBY);
  }

  @Test
  void givesTheOldSiteItsRoleBackOnTheWayBack() {
    PairState back =
        with(
            requested(SwitchoverMode.GRACEFUL),
            done("close-port"),
            new RollbackStarted(OPERATION, "stop-database: it would not"));
    PairState ended =
        with(back, new OperationEnded(OPERATION, Outcome.ROLLED_BACK, List.of(), Optional.empty()));

    tells(back, PRIMARY, STANDBY);
    tells(ended, PRIMARY, STANDBY);
  }

  @Test
  void keepsTheOldSiteOutWhereAPromotionMayHaveHappened() {
    PairState given =
        with(
            requested(SwitchoverMode.GRACEFUL),
            done("stop-database"),
            started("promote-database"),
            new OperationEnded(OPERATION, Outcome.ABORTED, List.of(), Optional.empty()));

    tells(given, OUT, STANDBY);
  }

  @Test
  void makesTheOldSiteAStandbyWhenItHasJoined() {
    PairState promoted =
        with(
            requested(SwitchoverMode.GRACEFUL),
            done("stop-database"),
            new PrimaryPromoted(OPERATION, B.name(), 2, "2"));
    PairState joined =
        with(promoted, done("verify-redundancy"), new StandbyJoined(OPERATION, A.name(), 2));

    tells(promoted, OUT, PRIMARY);
    tells(joined, STANDBY, PRIMARY);
  }

  @Test
  void putsTheOldSiteOutAtOnceWhenItIsCalledDown() {
    tells(requested(SwitchoverMode.FORCED), OUT, STANDBY);
  }
}
