package dev.baton.switchover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.assessment.LivenessFinding;
import dev.baton.assessment.PairSnapshot;
import dev.baton.host.FixedInventory;
import dev.baton.host.Watches;
import dev.baton.http.ProblemException;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.plan.PlanBuilder;
import dev.baton.switchover.ForcedPrecheck.ForcedVerdict;
import dev.baton.switchover.OperatorStatements.Attestation;
import dev.baton.world.SimulatedPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** When a forced switchover is planned, and when it is refused with the way on. */
class ForcedPrecheckTest {

  private static final HostId EAST_APP = SimulatedPair.EAST.application();
  private static final HostId EAST_DB = SimulatedPair.EAST.database();
  private static final PairState HOME = PairState.from(List.of(SimulatedPair.registration()));

  private final SimulatedPair world = new SimulatedPair(true);

  private ForcedPrecheck precheck() {
    FixedInventory inventory =
        new FixedInventory().with(EAST_APP, "10.1.0.1:7443").with(EAST_DB, "10.1.0.2:7443");
    return new ForcedPrecheck(
        world, inventory, Watches.idle(world, inventory), InstantSource.system());
  }

  private ForcedVerdict judge(PairState pair, String accept, OperatorStatements stated) {
    return precheck().judge(new PlanBuilder(), pair, AcceptedLoss.of(accept), stated);
  }

  private static OperatorStatements attested(HostId... hosts) {
    return new OperatorStatements(
        Arrays.stream(hosts)
            .collect(
                Collectors.toMap(
                    Function.identity(),
                    host -> new Attestation("pulled the plug", Instant.EPOCH))),
        Map.of());
  }

  private static OperatorStatements allOverridden() {
    return new OperatorStatements(
        Map.of(),
        Arrays.stream(LivenessFinding.values())
            .collect(Collectors.toMap(Function.identity(), finding -> "it lies")));
  }

  private static List<String> ids(List<PlannedStep> steps) {
    return steps.stream().map(PlannedStep::id).toList();
  }

  private static PlannedStep step(List<PlannedStep> steps, String name) {
    return steps.stream().filter(step -> step.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void primaryThatServesIsNotCalledDown() {
    assertThatThrownBy(() -> judge(HOME, "unknown", OperatorStatements.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/primary-serves")
        .hasMessageContaining("primary-agent-writable")
        .hasMessageContaining("primary-streams");
  }

  @Test
  void findingsThatAreOverriddenAreFoundAndPassedOver() {
    ForcedVerdict verdict = judge(HOME, "unknown", allOverridden());

    assertThat(verdict.found())
        .contains(LivenessFinding.PRIMARY_AGENT_WRITABLE, LivenessFinding.PRIMARY_STREAMS);
    assertThat(step(verdict.steps(), "gather-opinions").params().get("overridden"))
        .contains("primary-agent-writable");
  }

  @Test
  void overrideOfSomethingThatWasNotFoundIsNotSaidToBeOne() {
    world.disaster();

    ForcedVerdict verdict = judge(HOME, "unknown", allOverridden());

    assertThat(verdict.found()).isEmpty();
    assertThat(step(verdict.steps(), "gather-opinions").params()).doesNotContainKey("overridden");
  }

  @Test
  void hostsThatAnswerAreFencedByTheirAgents() {
    world.disaster();

    ForcedVerdict verdict = judge(HOME, "unknown", OperatorStatements.NONE);

    assertThat(ids(verdict.steps()))
        .contains("fence-application@east-app", "fence-address@east-app", "fence-database@east-db");
  }

  @Test
  void silentHostsAreSwitchedOffByACommandWhereThereIsOne() {
    world.powerOffEast();

    ForcedVerdict verdict = judge(HOME, "unknown", OperatorStatements.NONE);

    assertThat(ids(verdict.steps())).anyMatch(step -> step.startsWith("fence-host"));
  }

  @Test
  void attestationGoesBeforeTheCommand() {
    world.powerOffEast();

    ForcedVerdict verdict = judge(HOME, "unknown", attested(EAST_APP, EAST_DB));

    assertThat(ids(verdict.steps()))
        .anyMatch(step -> step.startsWith("verify-attestation"))
        .noneMatch(step -> step.startsWith("fence-host"));
  }

  @Test
  void silentHostThatNobodyVouchesForStopsIt() {
    world.powerOffEast();
    world.hasNoFenceCommand();

    assertThatThrownBy(() -> judge(HOME, "unknown", attested(EAST_APP)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/fencing-missing")
        .hasMessageContaining("No answer from east-db,");
  }

  @Test
  void attestationThatSignsOfLifeContradictStopsIt() {
    world.disaster();
    world.powerOff(EAST_APP);

    assertThatThrownBy(() -> judge(HOME, "unknown", attested(EAST_APP)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/attestation-contradicted")
        .hasMessageContaining("the agent's port of east-app takes connections");
  }

  @Test
  void applicationThatAnswersWithoutItsDatabaseNeedsNoOverrideAndIsFenced() {
    world.hasNoFenceCommand();
    world.eastAnswersWithoutItsDatabase();
    world.powerOff(EAST_DB);

    ForcedVerdict verdict = judge(HOME, "unknown", attested(EAST_DB));

    assertThat(verdict.found()).isEmpty();
    assertThat(ids(verdict.steps()))
        .contains(
            "fence-application@east-app", "fence-address@east-app", "verify-attestation@east-db");
  }

  @Test
  void databaseThatOnlyItsOwnApplicationReachesIsNotAttestedToBeOff() {
    world.partEastsDatabase();

    assertThatThrownBy(() -> judge(HOME, "unknown", attested(EAST_DB)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/attestation-contradicted")
        .hasMessageContaining("takes connections from east-app");
  }

  @Test
  void siteThatIsToTakeOverMustAnswer() {
    world.powerOffEast();
    PairState west =
        HOME.after(
            new PrimaryPromoted(
                new OperationId("switchover-before"), SimulatedPair.WEST.name(), 2, "2"));

    assertThatThrownBy(() -> judge(west, "unknown", allOverridden()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/hosts-unreachable")
        .hasMessageContaining("No answer from east-app, east-db.");
  }

  @Test
  void lossThatNobodyKnowsIsNotAcceptedAsNone() {
    world.disaster();

    assertThatThrownBy(() -> judge(HOME, "none", OperatorStatements.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/data-loss-not-accepted")
        .hasMessageContaining("acceptDataLoss 'unknown'");
  }

  @Test
  void databaseThatStoppedCleanlyTellsItsOwnEnd() {
    world.stopEast();

    ForcedVerdict verdict = judge(HOME, "none", OperatorStatements.NONE);

    assertThat(step(verdict.steps(), "quote-data-loss").params())
        .containsEntry("clean", "true")
        .containsEntry("accept", "none");
  }

  @Test
  void pairUnderProtectionIsNotOpenedOnOneCopy() {
    world.disaster();
    PairRegistered like = SimulatedPair.registration();
    PairState careful =
        PairState.from(
            List.of(
                new PairRegistered(
                    like.pair(),
                    like.home(),
                    like.sites(),
                    like.address(),
                    like.systemIdentifier(),
                    Optional.of("protection"),
                    Optional.empty())));

    assertThatThrownBy(() -> judge(careful, "unknown", OperatorStatements.NONE))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/commits-would-wait");
  }

  @Test
  void onPaperEveryHostIsFencedWhereItStands() {
    world.powerOffEast();
    ForcedPrecheck precheck = precheck();

    List<PlannedStep> steps = precheck.forced(HOME, PairSnapshot.take(world, HOME));

    assertThat(ids(steps))
        .contains(
            "fence-application@east-app", "fence-database@east-db", "promote-database@west-db");
  }
}
