package dev.baton.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.FencingAttested;
import dev.baton.pair.PairState;
import dev.baton.pair.StepState;
import dev.baton.step.Steps;
import dev.baton.switchover.ForcedSteps;
import dev.baton.world.SimulatedPair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The primary's site loses its power at each order of a graceful switchover. Before the promotion
 * the operation goes back, or waits for a person who can carry it on by force; after it nothing of
 * the service depends on that site.
 */
class LostPrimaryTest {

  private static final String SYNCHRONOUS = "east_db";

  static Stream<String> orders() {
    Trial undisturbed = new Trial(Scenario.GRACEFUL);
    Fate fate = new Fate(Optional.empty());
    Life.End unused = undisturbed.live(fate);
    return fate.orders().stream();
  }

  @ParameterizedTest(name = "lost before {0}")
  @MethodSource("orders")
  void endsWellOrCanBeCarriedOnByForce(String order) {
    Trial trial = new Trial(Scenario.GRACEFUL);
    trial.world().losesPowerBefore(order);

    Life.End first = trial.live(new Fate(Optional.empty()));

    OperationState operation = trial.operation();
    if (first == Life.End.PAUSED && !operation.promoted()) {
      assertThat(Move.openIn(operation)).as(trial.story()).contains(Move.ESCALATE, Move.RETRY);
      trial.append(escalation(trial.pair()));
      assertThat(trial.live(new Fate(Optional.empty()))).as(trial.story()).isEqualTo(Life.End.DONE);
      assertThat(trial.ending().primary()).isEqualTo(SimulatedPair.WEST.name());
      assertThat(trial.ending().outcome()).isEqualTo(Outcome.COMPLETED_WITH_EXCEPTIONS);
    } else if (first == Life.End.PAUSED) {
      assertThat(trial.ending().primary()).isEqualTo(SimulatedPair.WEST.name());
      assertThat(Move.openIn(operation)).as(trial.story()).contains(Move.RETRY, Move.ABORT);
    } else {
      // Lost after the promotion, it is only missed where something was left to do there.
      assertThat(trial.ending().outcome())
          .as(trial.story())
          .isEqualTo(operation.promoted() ? Outcome.SUCCEEDED : Outcome.ROLLED_BACK);
    }
    assertThat(trial.world().violations()).isEmpty();
  }

  private static List<PairEvent> escalation(PairState pair) {
    OperationState operation = pair.running().orElseThrow();
    Steps steps = new Steps(operation.plan().orElseThrow().steps());
    return List.of(
        new EscalationRequested(operation.id(), "unknown"),
        new FencingAttested(operation.id(), SimulatedPair.EAST.database(), "dark", Instant.EPOCH),
        Started.plan(operation.id(), ForcedSteps.attested(steps, pair, SYNCHRONOUS)));
  }

  @Test
  void aWrongAttestationIsContradictedAndNothingIsPromoted() {
    Trial trial = new Trial(Scenario.FORCED_ATTESTED);
    trial.world().powerOn(SimulatedPair.EAST.database());

    Life.End end = trial.live(new Fate(Optional.empty()));

    assertThat(end).isEqualTo(Life.End.PAUSED);
    assertThat(refusals(trial)).contains("attestation-contradicted");
    assertThat(trial.operation().promoted()).isFalse();
    assertThat(Move.openIn(trial.operation())).contains(Move.ESCALATE, Move.RETRY, Move.ABORT);
  }

  @Test
  void aHostThatWentSilentSinceThePlanIsAttestedByAnEscalation() {
    Trial trial = new Trial(Scenario.FORCED);
    trial.world().powerOffEast();
    Life.End silent = trial.live(new Fate(Optional.empty()));
    trial.append(escalation(trial.pair()));

    Life.End end = trial.live(new Fate(Optional.empty()));

    assertThat(silent).isEqualTo(Life.End.PAUSED);
    assertThat(end).as(trial.story()).isEqualTo(Life.End.DONE);
    assertThat(trial.ending().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(trial.wrongs()).isEmpty();
  }

  @Test
  void aLossThatIsNotCoveredWaitsForAnApprovalWhichIsOnRecord() {
    Trial trial = new Trial(Scenario.FORCED_UNCOVERED);

    Life.End end = trial.live(new Fate(Optional.empty())); // approves what waits for approval

    assertThat(end).as(trial.story()).isEqualTo(Life.End.DONE);
    assertThat(trial.ending().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(trial.story()).contains("ApprovalRequested", "OperationApproved");
    assertThat(trial.operation().evidence("quote-data-loss@west-db"))
        .containsEntry("approved", "true")
        .containsEntry("toAccept", "unknown");
  }

  private static Set<String> refusals(Trial trial) {
    return trial.operation().steps().values().stream()
        .filter(StepState.Refused.class::isInstance)
        .map(state -> ((StepState.Refused) state).code())
        .collect(Collectors.toSet());
  }
}
