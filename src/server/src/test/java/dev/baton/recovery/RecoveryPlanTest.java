package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.PlannedStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of a recovery from B to home in A. */
class RecoveryPlanTest {

  @Test
  void slotThatASwitchHasLeftIsDroppedBeforeTheReturnHomeMakesItAnew() {
    List<PlannedStep> plan = RecoverySteps.withASlot();

    assertThat(plan)
        .extracting(PlannedStep::id)
        .containsSubsequence(
            "verify-redundancy@a-db",
            "drop-slot@a-db",
            "await-approval",
            "carry-slot@a-db",
            "drop-slot@b-db");
    assertThat(plan)
        .filteredOn(step -> step.name().equals("await-approval"))
        .flatExtracting(PlannedStep::after)
        .containsExactly("drop-slot@a-db");
  }
}
