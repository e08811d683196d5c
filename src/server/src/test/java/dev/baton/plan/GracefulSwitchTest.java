package dev.baton.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.Undo;
import dev.baton.pair.SynchronousPolicy;
import dev.baton.protocol.HookFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  @Test
  void filesAreSentOnceMoreWhenTheApplicationTakesNoMoreChanges() {
    assertThat(names(SynchronousPolicy.AVAILABILITY))
        .containsSubsequence(
            "sync-files", "checkpoint-database", "drain-application", "sync-files");
    assertThat(after(PolicyParts.ALL, "sync-files-2@a-app")).containsExactly("prove-settled@a-db");
  }

  /** With a drain or without one, nothing that users notice comes before it. */
  @Test
  void standbyProvesThatItReplaysBeforeUsersNoticeAnything() {
    assertThat(after(PolicyParts.ALL, "prove-archived@a-db"))
        .containsExactly("checkpoint-database-2@a-db");
    assertThat(after(PolicyParts.ALL, "prove-replayed@b-db"))
        .containsExactly("prove-archived@a-db");
    assertThat(after("drain-application")).containsExactly("prove-replayed@b-db");
    assertThat(
            after(
                plan(
                    new PolicyParts(
                        true, false, "", true, PolicyParts.STOP, List.of(), SiteHooks.NONE)),
                "close-port"))
        .containsExactly("prove-replayed@b-db");
    assertThat(after(Plans.graceful(TestPairs.databaseOnly(false), ""), "stop-database"))
        .containsExactly("prove-replayed@b-db");
    assertThat(plan(PolicyParts.ALL))
        .filteredOn(step -> step.name().equals("prove-replayed"))
        .hasSize(2)
        .allSatisfy(step -> {
          assertThat(step.phase()).isEqualTo("prepare");
          assertThat(step.onRefusal()).isEqualTo(OnRefusal.ROLL_BACK);
          assertThat(step.params()).containsExactly(Map.entry("primary", "a-db"));
        });
  }

  /** Between the first look and the close lies the drain, which may take minutes. */
  @Test
  void isLookedAtOnceMoreRightBeforeTheClose() {
    PolicyParts withoutFiles =
        new PolicyParts(false, true, "", true, PolicyParts.STOP, List.of(), SiteHooks.NONE);

    assertThat(after("close-port"))
        .containsExactlyInAnyOrder("prove-archived-2@a-db", "prove-replayed-2@b-db");
    for (String look : List.of("prove-archived-2@a-db", "prove-replayed-2@b-db")) {
      assertThat(after(PolicyParts.ALL, look)).containsExactly("sync-files-2@a-app");
      assertThat(after(withoutFiles, look)).containsExactly("prove-settled@a-db");
    }
    assertThat(plan(PolicyParts.ALL))
        .filteredOn(step -> step.id().matches("prove-(archived|replayed)-2@.*"))
        .hasSize(2)
        // A lost read takes five seconds, and must leave time for another.
        .allSatisfy(step ->
            assertThat(step.deadline()).isBetween(Duration.ofSeconds(11), Duration.ofSeconds(15)));
  }

  private static List<String> after(PolicyParts parts, String id) {
    return plan(parts).stream()
        .filter(step -> step.id().equals(id))
        .flatMap(step -> step.after().stream())
        .toList();
  }

  /** S16. */
  @Test
  void drainedApplicationIsSettledBeforeItsPortIsClosed() {
    assertThat(after("prove-settled")).containsExactly("drain-application@a-app");
    assertThat(after("sync-files")).contains("prove-settled@a-db");
  }

  @Test
  void startedApplicationIsProvedBeforeServiceIsSaidToBeUp() {
    assertThat(after("prove-application"))
        .containsExactlyInAnyOrder("take-address@b-app", "prove-sessions@b-app");
    assertThat(after("verify-service")).contains("prove-application@b-app");
  }

  /** S15. */
  @Test
  void portIsClosedBeforeTheAddressGoesAndTheProcessEndedBeforeServiceOpens() {
    assertThat(after("release-address")).containsExactly("close-port@a-app");
    assertThat(after("stop-database")).containsExactly("close-port@a-app");
    // From the promotion on nothing may depend on the old site: what fails there takes it back.
    assertThat(after("promote-database"))
        .contains("prove-application-ended@a-app", "release-address@a-app");
  }

  private static List<String> after(String name) {
    return after(plan(PolicyParts.ALL), name);
  }

  @Test
  void whatThePolicyDoesNotNameIsNotInThePlan() {
    assertThat(
            plan(
                new PolicyParts(
                    false, true, "", true, PolicyParts.STOP, List.of(), SiteHooks.NONE)))
        .extracting(PlannedStep::name)
        .doesNotContain("sync-files")
        .contains("drain-application");
    assertThat(
            plan(
                new PolicyParts(
                    true, false, "", true, PolicyParts.STOP, List.of(), SiteHooks.NONE)))
        .extracting(PlannedStep::name)
        .doesNotContain("drain-application", "prove-settled")
        .containsOnlyOnce("sync-files");
    assertThat(
            plan(
                new PolicyParts(
                    false, false, "", false, PolicyParts.STOP, List.of(), SiteHooks.NONE)))
        .extracting(PlannedStep::name)
        .doesNotContain("drain-application", "sync-files", "prove-application")
        .contains("close-port", "promote-database", "verify-service");
  }

  /** Service is down while these two wait. */
  @Test
  void stopAndItsProofTakeNoLongerThanThePolicyOfTheDatabaseSays() {
    Duration seconds = Duration.ofSeconds(25);

    assertThat(plan(new PolicyParts(true, true, "", true, seconds, List.of(), SiteHooks.NONE)))
        .filteredOn(step -> Set.of("stop-database", "prove-caught-up").contains(step.name()))
        .hasSize(2)
        .allSatisfy(step -> assertThat(step.deadline()).isEqualTo(seconds));
  }

  @Test
  void commandsOfTheOperatorRunAroundTheSwitchAndNothingOfItWaitsForTheLast() {
    List<PlannedStep> plan = Plans.withHooks(HookFailure.REFUSE);

    assertThat(plan)
        .extracting(PlannedStep::id)
        .startsWith("check-readiness", "hook-before-close@a-app", "hook-before-close@b-app");
    assertThat(after(plan, "hook-before-close"))
        .containsExactly("check-readiness", "hook-before-close@a-app");
    assertThat(after(plan, "ready-database")).containsExactly("hook-before-close@b-app");
    assertThat(after(plan, "hook-after-open"))
        .containsExactly("verify-service@b-app", "hook-after-open@b-app");
    assertThat(after(plan, "hook-after-restore"))
        .containsExactly(
            "settle-database@b-db", "hook-after-open@a-app", "hook-after-restore@b-app");
    assertThat(plan)
        .filteredOn(step -> !step.name().startsWith("hook-"))
        .flatExtracting(PlannedStep::after)
        .noneMatch(id -> id.startsWith("hook-after"));
  }

  @Test
  void commandOfTheOperatorIsToldWhatBecomesOfItsSiteAndWhatBecameOfItWhenTakenBack() {
    List<PlannedStep> plan = Plans.withHooks(HookFailure.PAUSE);

    assertThat(plan)
        .filteredOn(step -> step.id().startsWith("hook-before-close"))
        .allSatisfy(step -> {
          boolean leaves = step.id().endsWith("@a-app");
          assertThat(step.onRefusal()).isEqualTo(OnRefusal.PAUSE);
          assertThat(step.params()).containsEntry("role", leaves ? "standby" : "primary");
          Undo undo = step.undo().orElseThrow();
          assertThat(undo.name()).isEqualTo("hook-after-open");
          assertThat(undo.params())
              .containsEntry("role", leaves ? "primary" : "standby")
              .containsEntry("failure", "ignore");
        })
        .hasSize(2);
    assertThat(Plans.withHooks(HookFailure.REFUSE))
        .filteredOn(step -> step.id().startsWith("hook-before-close"))
        .extracting(PlannedStep::onRefusal)
        .containsOnly(OnRefusal.ROLL_BACK);
  }

  @Test
  void slotOfSomebodyElseIsMadeBeforeAnythingStopsAndDroppedAtTheVeryEnd() {
    List<PlannedStep> plan =
        plan(
            new PolicyParts(
                true, true, "", true, PolicyParts.STOP, List.of("barman", "mine"), SiteHooks.NONE));

    assertThat(plan)
        .filteredOn(step -> step.id().equals("carry-slot@b-db"))
        .singleElement()
        .satisfies(step -> {
          assertThat(step.params())
              .containsEntry("slot", "barman")
              .containsEntry("primary", "a-db");
          assertThat(step.undo().orElseThrow().name()).isEqualTo("drop-slot");
          assertThat(step.undo().orElseThrow().params()).containsEntry("slot", "barman");
        });
    // A checkpoint there would have a new slot keep less.
    assertThat(after(plan, "checkpoint-database")).contains("carry-slot-2@b-db");
    assertThat(plan)
        .filteredOn(step -> step.name().equals("drop-slot"))
        .extracting(step -> step.id() + " " + step.params().get("slot") + " " + step.after())
        .containsExactly(
            "drop-slot@a-db barman [settle-database@b-db]",
            "drop-slot-2@a-db mine [drop-slot@a-db]");
  }

  @Test
  void databaseAloneIsStoppedAndPromotedAndNothingElseMoves() {
    List<PlannedStep> plan = Plans.graceful(TestPairs.databaseOnly(false), "");

    assertThat(plan)
        .extracting(PlannedStep::id)
        .containsExactly(
            "check-readiness",
            "ready-database@b-db",
            "checkpoint-database@a-db",
            "checkpoint-database@b-db",
            "checkpoint-database-2@a-db",
            "prove-archived@a-db",
            "prove-replayed@b-db",
            "stop-database@a-db",
            "prove-caught-up@b-db",
            "promote-database@b-db",
            "checkpoint-database-2@b-db",
            "rejoin-database@a-db",
            "verify-redundancy@a-db",
            "settle-database@b-db");
    assertThat(after(plan, "promote-database"))
        .containsExactly("prove-caught-up@b-db", "stop-database@a-db");
    assertThat(after(plan, "rejoin-database")).contains("promote-database@b-db");
  }

  /** S2 and S15: the port that users reach is the database's own. */
  @Test
  void addressOfADatabaseAloneGoesWhenItIsStoppedAndComesWhenTheOtherIsPromoted() {
    List<PlannedStep> plan = Plans.graceful(TestPairs.databaseOnly(true), "");

    assertThat(after(plan, "release-address")).containsExactly("stop-database@a-db");
    assertThat(after(plan, "prove-address-free")).containsExactly("release-address@a-db");
    assertThat(after(plan, "promote-database"))
        .contains("prove-caught-up@b-db", "stop-database@a-db", "release-address@a-db");
    assertThat(after(plan, "take-address"))
        .containsExactly("promote-database@b-db", "prove-address-free@b-db");
    assertThat(after(plan, "rejoin-database")).contains("take-address@b-db");
  }

  /** Whatever an agent shows or does not show. */
  @Test
  void databaseAloneIsNeverDrained() {
    PlanBuilder planBuilder = new PlanBuilder();
    GracefulSwitch.plan(
        planBuilder, TestPairs.databaseOnly(false), PolicyParts.ALL, "10.0.0.2:7443", "");

    assertThat(planBuilder.list())
        .extracting(PlannedStep::name)
        .doesNotContain("drain-application")
        .containsOnlyOnce("sync-files");
  }

  @Test
  void applicationWithoutAnAddressIsServedWhereItRuns() {
    List<PlannedStep> plan = Plans.graceful(TestPairs.withoutAddress(), "");

    assertThat(plan)
        .extracting(PlannedStep::name)
        .noneMatch(name -> name.contains("address"))
        .contains("close-port", "start-application", "verify-service");
    assertThat(after(plan, "promote-database")).contains("prove-application-ended@a-app");
  }

  private static List<String> after(List<PlannedStep> plan, String name) {
    return plan.stream()
        .filter(step -> step.name().equals(name))
        .flatMap(step -> step.after().stream())
        .toList();
  }

  private static List<PlannedStep> plan(PolicyParts parts) {
    PlanBuilder planBuilder = new PlanBuilder();
    GracefulSwitch.plan(
        planBuilder, TestPairs.of(SynchronousPolicy.AVAILABILITY), parts, "10.0.0.2:7443", "");
    return planBuilder.list();
  }

  private static List<String> names(SynchronousPolicy policy) {
    return plan(policy).stream().map(PlannedStep::name).toList();
  }

  private static List<PlannedStep> plan(SynchronousPolicy policy) {
    PlanBuilder planBuilder = new PlanBuilder();
    GracefulSwitch.plan(
        planBuilder, TestPairs.of(policy), PolicyParts.ALL, "10.0.0.2:7443", "a_db");
    return planBuilder.list();
  }
}
