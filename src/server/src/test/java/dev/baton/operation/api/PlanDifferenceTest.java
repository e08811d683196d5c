package dev.baton.operation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.assessment.DataLoss.LastSight;
import dev.baton.pair.Plan;
import dev.baton.plan.Plans;
import dev.baton.switchover.ForcedSteps;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanDifferenceTest {

  private static final LastSight NEVER =
      new LastSight(Optional.empty(), Optional.empty(), false, false);
  private static final Plan ASYNCHRONOUS = new Plan(Plans.graceful(""));
  private static final Plan SYNCHRONOUS = new Plan(Plans.graceful("west_db"));

  @Test
  void namesStepsThatWereAddedAndWhatNowWaitsForThem() {
    PlanDifference difference = PlanDifference.between(ASYNCHRONOUS, SYNCHRONOUS);

    assertThat(difference.added())
        .containsExactly("relax-synchronous@b-db", "restore-synchronous@b-db");
    assertThat(difference.removed()).isEmpty();
    assertThat(difference.changed())
        .contains(
            new PlanDifference.Change(
                "settle-database@b-db",
                "after",
                "verify-redundancy@a-db",
                "restore-synchronous@b-db"));
    assertThat(difference.reordered()).isFalse();
  }

  @Test
  void namesStepsThatWereRemoved() {
    assertThat(PlanDifference.between(SYNCHRONOUS, ASYNCHRONOUS).removed())
        .containsExactly("relax-synchronous@b-db", "restore-synchronous@b-db");
  }

  @Test
  void namesAParameterWithBothValuesAndNothingThatIsNotInTheHash() {
    LastSight seen =
        new LastSight(
            Optional.empty(), Optional.of(Instant.parse("2026-01-02T03:04:05Z")), false, false);

    PlanDifference difference =
        PlanDifference.between(
            new Plan(ForcedSteps.plan("1000", NEVER)), new Plan(ForcedSteps.plan("2000", seen)));

    assertThat(difference.changed())
        .containsExactly(
            new PlanDifference.Change("quote-data-loss@b-db", "params.accept", "1000", "2000"),
            new PlanDifference.Change("quote-data-loss-2@b-db", "params.accept", "1000", "2000"));
  }
}
