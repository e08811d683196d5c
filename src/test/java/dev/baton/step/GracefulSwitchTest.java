package dev.baton.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.PairOfTwo;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.SynchronousPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Both policies of S12 in a switch between two healthy sites. */
class GracefulSwitchTest {

  @Test
  void availabilityRelaxesSynchronousReplicationAndRestoresIt() {
    assertThat(names(SynchronousPolicy.AVAILABILITY))
        .containsSubsequence("relax-synchronous", "promote-database", "restore-synchronous");
  }

  @Test
  void protectionLeavesItAndHasTheOldPrimaryFollowBeforeServiceIsVerified() {
    List<PlannedStep> plan = plan(SynchronousPolicy.PROTECTION);

    assertThat(plan)
        .extracting(PlannedStep::name)
        .doesNotContain("relax-synchronous", "restore-synchronous");
    assertThat(plan)
        .filteredOn(step -> step.name().equals("rejoin-database"))
        .flatExtracting(PlannedStep::after)
        .noneMatch(id -> id.startsWith("verify-service"));
  }

  private static List<String> names(SynchronousPolicy policy) {
    return plan(policy).stream().map(PlannedStep::name).toList();
  }

  private static List<PlannedStep> plan(SynchronousPolicy policy) {
    Steps steps = new Steps();
    GracefulSwitch.plan(steps, PairOfTwo.of(policy), "10.0.0.2:7443", "a_db");
    return steps.list();
  }
}
