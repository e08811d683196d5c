package dev.baton.operation.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.host.FixedInventory;
import dev.baton.host.HostInventory;
import dev.baton.operation.api.StepDurations;
import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.plan.Plans;
import dev.baton.recovery.RecoverySteps;
import dev.baton.switchover.ForcedSteps;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunbookTest {

  private static final HostInventory HOSTS =
      new FixedInventory()
          .with(new HostId("a-app"), "a-app:7443")
          .with(new HostId("a-db"), "a-db:7443");

  @Test
  void aSwitchoverHasEveryStepInOrderWithTheNamesOfThePair() {
    String text = runbook("a", Plans.graceful(""), List.of());

    assertThat(text)
        .containsSubsequence(
            "# Runbook for ci: a test",
            "a-app:7443",
            "not registered",
            "## Before you begin",
            "### 1. check-readiness",
            "### 16. stop-database on a-db",
            "after 14",
            "pg pg_ctl -D \"$data\" stop -m fast",
            "### 20. promote-database on b-db",
            "point of no return",
            "arping -D -c 2 -w 2 -I \"$device\" 10.0.0.9",
            "host=10.0.0.2 port=5432 $far application_name=a-db",
            "## Going back",
            "Until step 20",
            "### Back from 16: start-database on a-db",
            "### Back from 14: start-application on a-app");
  }

  @Test
  void aForcedOneSaysThatNothingKnowsTheWayBack() {
    assertThat(runbook("a", ForcedSteps.plan(), List.of()))
        .contains("fence-database on a-db", "(unknown)", "No step of this plan has a way back");
  }

  @Test
  void aRecoveryNamesTheFork() {
    assertThat(runbook("b", RecoverySteps.plan(RejoinKind.REWIND), List.of()))
        .contains("-s '0/5000000'", "pg_rewind --target-pgdata", "### 13. await-approval");
  }

  @Test
  void doubtsComeFirstAndAreNoMarkup() {
    assertThat(runbook("a", Plans.graceful(""), List.of("x said <b>no</b>")))
        .containsSubsequence("## What to know first", "- x said \\<b\\>no", "## Before you begin");
  }

  @Test
  void theSamePlanGivesTheSamePaper() {
    assertThat(runbook("a", Plans.graceful(""), List.of()))
        .isEqualTo(runbook("a", Plans.graceful(""), List.of()));
  }

  private static String runbook(String serving, List<PlannedStep> steps, List<String> doubts) {
    return Runbook.of(
            TestPairs.serving(serving),
            new RunbookPlanner.RunbookPlan("a test", steps, doubts),
            HOSTS,
            StepDurations.of(List.of()))
        .toString();
  }
}
