package dev.baton.switchover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.plan.PlanBuilder;
import java.util.List;
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

  @Test
  void databaseAloneIsFencedAndNothingElseIs() {
    List<PlannedStep> plan = ForcedSteps.plan(TestPairs.databaseOnly(false), "");

    assertThat(plan)
        .extracting(PlannedStep::name)
        .containsExactly(
            "gather-opinions",
            "quote-data-loss",
            "ready-database",
            "fence-database",
            "quote-data-loss",
            "promote-database",
            "checkpoint-database",
            "settle-database");
    assertThat(promotion(plan).after())
        .containsExactly("fence-database@a-db", "quote-data-loss-2@b-db");
  }

  @Test
  void addressOfADatabaseAloneIsReleasedBehindItsFenceAndProvenFree() {
    List<PlannedStep> plan = ForcedSteps.plan(TestPairs.databaseOnly(true), "");

    assertThat(plan)
        .extracting(PlannedStep::id)
        .containsSubsequence(
            "fence-database@a-db",
            "fence-address@a-db",
            "prove-address-free@b-db",
            "promote-database@b-db",
            "take-address@b-db");
  }

  /** Of a host that is silent nobody took the address: silence on the network is a proof too. */
  @Test
  void silentDatabaseAloneIsAttestedAndItsAddressProvenFreeBeforeThePromotion() {
    List<PlannedStep> plan =
        ForcedSteps.attested(new PlanBuilder(), TestPairs.databaseOnly(true), "");

    assertThat(promotion(plan).after())
        .contains("verify-attestation@a-db", "prove-address-free@b-db");
    assertThat(plan)
        .extracting(PlannedStep::name)
        .doesNotContain("fence-database", "fence-address", "fence-application");
  }

  private static PlannedStep promotion(List<PlannedStep> plan) {
    return plan.stream()
        .filter(step -> step.nature() == StepRole.POINT_OF_NO_RETURN)
        .findFirst()
        .orElseThrow();
  }
}
