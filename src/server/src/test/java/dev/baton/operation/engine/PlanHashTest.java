package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.assessment.DataLoss.LastSight;
import dev.baton.pair.Plan;
import dev.baton.plan.Plans;
import dev.baton.protocol.Lsn;
import dev.baton.switchover.ForcedSteps;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanHashTest {

  private static final LastSight EARLIER = sight("0/5000000", "2026-01-02T03:04:05Z", false);

  @Test
  void equalPlansHaveEqualHashes() {
    assertThat(graceful("")).isEqualTo(graceful("")).hasSize(64);
  }

  @Test
  void anotherStepIsAnotherPlan() {
    assertThat(graceful("")).isNotEqualTo(graceful("west_db"));
  }

  @Test
  void whereTheOldPrimaryWasSeenLastIsNotAgreedOn() {
    LastSight later = sight("0/6000000", "2026-01-02T03:04:06Z", true);

    assertThat(forced("unknown", later)).isEqualTo(forced("unknown", EARLIER));
  }

  @Test
  void whatMayBeLostIsAgreedOn() {
    assertThat(forced("1000", EARLIER)).isNotEqualTo(forced("unknown", EARLIER));
  }

  private static String graceful(String synchronous) {
    return PlanHash.of(new Plan(Plans.graceful(synchronous)));
  }

  private static String forced(String accept, LastSight last) {
    return PlanHash.of(new Plan(ForcedSteps.plan(accept, last)));
  }

  private static LastSight sight(String position, String at, boolean clean) {
    return new LastSight(Lsn.parse(position), Optional.of(Instant.parse(at)), clean, false);
  }
}
