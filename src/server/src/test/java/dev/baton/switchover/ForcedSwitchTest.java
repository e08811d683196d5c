package dev.baton.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ForcedSwitchTest {

  @Test
  void whatFencesProvesAndQuotesIsNeverSkipped() {
    Set<String> safeguards =
        ForcedSteps.plan().stream()
            .filter(step -> step.nature() == StepRole.SAFEGUARD)
            .map(PlannedStep::name)
            .collect(Collectors.toSet());

    assertThat(safeguards)
        .containsExactlyInAnyOrder(
            "gather-opinions",
            "quote-data-loss",
            "fence-application",
            "fence-address",
            "fence-database",
            "prove-address-free");
  }
}
