package dev.baton.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.action.ActionType;
import dev.baton.pair.HostId;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Both sides of the contract: what plans can send, and what agents can do. */
class StepKindsTest {

  private static final Site EAST =
      new Site(
          new SiteName("east"), new HostId("east-app"), new HostId("east-db"), "10.0.0.1:5432");
  private static final Site WEST =
      new Site(
          new SiteName("west"), new HostId("west-app"), new HostId("west-db"), "10.0.0.2:5432");

  @Test
  void stepsSendEveryChangingActionThatAgentsKnowAndNoOther() {
    Set<ActionType> sent =
        StepKinds.ALL.stream().flatMap(kind -> kind.actions().stream()).collect(Collectors.toSet());

    Set<ActionType> known =
        Arrays.stream(ActionType.values()).filter(ActionType::changing).collect(Collectors.toSet());
    assertThat(sent).isEqualTo(known);
  }

  @Test
  void namesAreUnique() {
    List<String> names = StepKinds.ALL.stream().map(StepKind::name).toList();

    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void everyStepOfAGracefulSwitchIsAKnownKindAndSoIsItsUndo() {
    List<PlannedStep> steps = graceful("sync_standby");

    for (PlannedStep step : steps) {
      assertThat(StepKinds.named(step.name())).as(step.id()).isPresent();
      step.undo()
          .ifPresent(undo -> assertThat(StepKinds.named(undo.name())).as(step.id()).isPresent());
    }
  }

  @Test
  void whatIsShownOfAStepIsWhatItSends() {
    for (PlannedStep step : Plans.all()) {
      shown(step.name(), Planned.of(step));
      step.undo().ifPresent(undo -> shown(undo.name(), Planned.of(step, undo)));
    }
  }

  private static void shown(String name, Planned planned) {
    StepKinds.named(name)
        .ifPresent(kind -> {
          assertThat(kind.orders(planned))
              .as(planned.step())
              .allSatisfy(order ->
                  assertThat(order.params().keySet()).isEqualTo(order.type().parameters()));
          assertThat(kind.orders(planned).stream().map(Order::type).collect(Collectors.toSet()))
              .as(planned.step())
              .isEqualTo(kind.actions());
        });
  }

  @Test
  void everyStepComesAfterTheStepsItWaitsFor() {
    Set<String> before = new HashSet<>();
    for (PlannedStep step : graceful("")) {
      assertThat(before).as(step.id()).containsAll(step.after());
      before.add(step.id());
    }
  }

  @Test
  void nothingIsPromotedBeforeTheOldPrimaryIsProvenStopped() {
    List<PlannedStep> steps = graceful("");

    PlannedStep promotion =
        steps.stream().filter(s -> s.name().equals("promote-database")).findFirst().orElseThrow();
    assertThat(promotion.after()).contains("stop-database@east-db", "prove-caught-up@west-db");
  }

  @Test
  void whatThePromotionAndTheAddressRestOnIsNeverSkipped() {
    Set<String> safeguards =
        graceful("").stream()
            .filter(step -> step.nature() == PlannedStep.Nature.SAFEGUARD)
            .map(PlannedStep::name)
            .collect(Collectors.toSet());

    assertThat(safeguards)
        .containsExactlyInAnyOrder(
            "check-readiness",
            "stop-application",
            "release-address",
            "stop-database",
            "prove-address-free",
            "prove-caught-up");
  }

  @Test
  void planThatReplacesAnotherRepeatsNoneOfItsStepIds() {
    List<PlannedStep> before = graceful("");
    Steps again = new Steps(before);
    GracefulSwitch.plan(again, EAST, WEST, "10.0.0.2:7443", "");

    List<String> ids = again.list().stream().map(PlannedStep::id).toList();

    assertThat(ids).doesNotContainAnyElementsOf(before.stream().map(PlannedStep::id).toList());
  }

  @Test
  void synchronousReplicationIsRelaxedBeforeAndRestoredAfter() {
    List<String> names = graceful("east_db").stream().map(PlannedStep::name).toList();

    assertThat(names)
        .containsSubsequence(
            "relax-synchronous", "promote-database", "verify-redundancy", "restore-synchronous");
  }

  private static List<PlannedStep> graceful(String synchronous) {
    Steps steps = new Steps();
    GracefulSwitch.plan(steps, EAST, WEST, "10.0.0.2:7443", synchronous);
    return steps.list();
  }
}
