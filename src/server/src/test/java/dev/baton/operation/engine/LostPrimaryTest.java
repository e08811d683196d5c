package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.operation.api.NewOperation;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.FencingAttested;
import dev.baton.pair.PairState;
import dev.baton.pair.StepState;
import dev.baton.plan.PlanBuilder;
import dev.baton.switchover.ForcedSteps;
import dev.baton.world.SimulatedPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The primary's site loses its power at each order of a graceful switchover. Before the promotion
 * the operation goes back, or waits for a person who can carry it on by force; after it nothing of
 * the service depends on that site.
 */
class LostPrimaryTest {

  private static final String SYNCHRONOUS = "east_db";

  /** The step that gives service again is the last that must not depend on the old site. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({"GRACEFUL, verify-service@west-app", "DATABASE, promote-database@west-db"})
  void endsWellOrCanBeCarriedOnByForceWhicheverOrderItIsLostBefore(
      Scenario scenario, String opening) throws Exception {
    // They mostly wait, each for its own agents.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> runs = new ArrayList<>();
      for (String order : orders(scenario)) {
        runs.add(threads.submit(() -> endsWellOrCanBeCarriedOnByForce(scenario, opening, order)));
      }
      for (Future<?> run : runs) {
        run.get();
      }
    }
  }

  private static Set<String> orders(Scenario scenario) {
    CrashScenario undisturbed = new CrashScenario(scenario);
    CrashSchedule crashSchedule = new CrashSchedule(Optional.empty());
    ControlPlaneRun.End unused = undisturbed.live(crashSchedule);
    assertThat(crashSchedule.orders()).isNotEmpty();
    return crashSchedule.orders();
  }

  private static void endsWellOrCanBeCarriedOnByForce(
      Scenario scenario, String opening, String order) {
    CrashScenario crashScenario = new CrashScenario(scenario);
    crashScenario.world().losesPowerBefore(order);

    ControlPlaneRun.End first = crashScenario.live(new CrashSchedule(Optional.empty()));

    OperationState operation = crashScenario.operation();
    if (first == ControlPlaneRun.End.PAUSED && !operation.promoted()) {
      assertThat(Move.openIn(operation))
          .as(crashScenario.story())
          .contains(Move.ESCALATE, Move.RETRY);
      crashScenario.append(escalation(crashScenario.pair()));
      assertThat(crashScenario.live(new CrashSchedule(Optional.empty())))
          .as(crashScenario.story())
          .isEqualTo(ControlPlaneRun.End.DONE);
      assertThat(crashScenario.ending().primary()).isEqualTo(SimulatedPair.WEST.name());
      assertThat(crashScenario.ending().outcome()).isEqualTo(Outcome.COMPLETED_WITH_EXCEPTIONS);
    } else if (first == ControlPlaneRun.End.PAUSED) {
      assertThat(crashScenario.ending().primary()).isEqualTo(SimulatedPair.WEST.name());
      assertThat(operation.steps().get(opening))
          .as(crashScenario.story())
          .isInstanceOf(StepState.Done.class);
      assertThat(Move.openIn(operation)).as(crashScenario.story()).contains(Move.RETRY, Move.ABORT);
    } else {
      // Lost after the promotion, it is only missed where something was left to do there.
      assertThat(crashScenario.ending().outcome())
          .as(crashScenario.story())
          .isEqualTo(operation.promoted() ? Outcome.SUCCEEDED : Outcome.ROLLED_BACK);
    }
    assertThat(crashScenario.world().violations()).as("lost before " + order).isEmpty();
  }

  private static List<PairEvent> escalation(PairState pair) {
    OperationState operation = pair.running().orElseThrow();
    PlanBuilder planBuilder = new PlanBuilder(operation.plan().orElseThrow().steps());
    return List.of(
        new EscalationRequested(operation.id(), AcceptedLoss.any()),
        new FencingAttested(operation.id(), SimulatedPair.EAST.database(), "dark", Instant.EPOCH),
        NewOperation.plan(operation.id(), ForcedSteps.attested(planBuilder, pair, SYNCHRONOUS)));
  }

  @Test
  void aWrongAttestationIsContradictedAndNothingIsPromoted() {
    CrashScenario crashScenario = new CrashScenario(Scenario.FORCED_ATTESTED);
    crashScenario.world().powerOn(SimulatedPair.EAST.database());

    ControlPlaneRun.End end = crashScenario.live(new CrashSchedule(Optional.empty()));

    assertThat(end).isEqualTo(ControlPlaneRun.End.PAUSED);
    assertThat(refusals(crashScenario)).contains("attestation-contradicted");
    assertThat(crashScenario.operation().promoted()).isFalse();
    assertThat(Move.openIn(crashScenario.operation()))
        .contains(Move.ESCALATE, Move.RETRY, Move.ABORT);
  }

  @Test
  void aHostThatWentSilentSinceThePlanIsAttestedByAnEscalation() {
    CrashScenario crashScenario = new CrashScenario(Scenario.FORCED);
    crashScenario.world().powerOffEast();
    ControlPlaneRun.End silent = crashScenario.live(new CrashSchedule(Optional.empty()));
    crashScenario.append(escalation(crashScenario.pair()));

    ControlPlaneRun.End end = crashScenario.live(new CrashSchedule(Optional.empty()));

    assertThat(silent).isEqualTo(ControlPlaneRun.End.PAUSED);
    assertThat(end).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(crashScenario.ending().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(crashScenario.wrongs()).isEmpty();
  }

  @Test
  void aLossThatIsNotCoveredWaitsForAnApprovalWhichIsOnRecord() {
    CrashScenario crashScenario = new CrashScenario(Scenario.FORCED_UNCOVERED);

    ControlPlaneRun.End end =
        crashScenario.live(new CrashSchedule(Optional.empty())); // approves what waits for approval

    assertThat(end).as(crashScenario.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(crashScenario.ending().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(crashScenario.story()).contains("ApprovalRequested", "OperationApproved");
    assertThat(crashScenario.operation().evidence("quote-data-loss@west-db"))
        .containsEntry("approved", "true")
        .containsEntry("toAccept", "unknown");
  }

  private static Set<String> refusals(CrashScenario crashScenario) {
    return crashScenario.operation().steps().values().stream()
        .filter(StepState.Refused.class::isInstance)
        .map(state -> ((StepState.Refused) state).code().wireName())
        .collect(Collectors.toSet());
  }
}
