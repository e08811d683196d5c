package dev.baton.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.protocol.ActionType;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Both sides of the contract: what plans can send, and what agents can do. */
class StepCatalogueTest {

  private static final Site EAST =
      new Site(
          new SiteName("east"), new HostId("east-app"), new HostId("east-db"), "10.0.0.1:5432");
  private static final Site WEST =
      new Site(
          new SiteName("west"), new HostId("west-app"), new HostId("west-db"), "10.0.0.2:5432");
  private static final PairState PAIR =
      PairState.from(
          List.of(
              new PairRegistered(
                  new PairId("ci"), EAST.name(), List.of(EAST, WEST), "10.0.0.9", "7")));

  @Test
  void stepsSendEveryChangingActionThatAgentsKnowAndNoOther() {
    Set<ActionType> sent =
        StepCatalogue.ALL.stream()
            .flatMap(kind -> kind.actions().stream())
            .collect(Collectors.toSet());

    Set<ActionType> known =
        Arrays.stream(ActionType.values()).filter(ActionType::changing).collect(Collectors.toSet());
    assertThat(sent).isEqualTo(known);
  }

  @Test
  void namesAreUnique() {
    List<String> names = StepCatalogue.ALL.stream().map(StepKind::name).toList();

    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void everyStepOfAnyPlanIsAKnownKindUnlessItOnlyWaits() {
    for (PlannedStep step : Plans.all()) {
      assertThat(StepCatalogue.named(step.name()).isPresent())
          .as(step.id())
          .isEqualTo(!onlyWaits(step));
    }
  }

  @Test
  void everyUndoOfAnyPlanIsAKnownKind() {
    for (PlannedStep step : Plans.all()) {
      step.undo()
          .ifPresent(
              undo -> assertThat(StepCatalogue.named(undo.name())).as(step.id()).isPresent());
    }
  }

  @Test
  void everyKindIsOfSomePlan() {
    Set<String> planned = new HashSet<>();
    for (PlannedStep step : Plans.all()) {
      planned.add(step.name());
      step.undo().ifPresent(undo -> planned.add(undo.name()));
    }

    assertThat(StepCatalogue.ALL).extracting(StepKind::name).isSubsetOf(planned);
  }

  /** For a person or for a time: nothing is carried out. */
  private static boolean onlyWaits(PlannedStep step) {
    return step.nature() == PlannedStep.StepRole.APPROVAL
        || step.nature() == PlannedStep.StepRole.WINDOW;
  }

  @Test
  void whatIsShownOfAStepIsWhatItSends() {
    for (PlannedStep step : Plans.all()) {
      if (!onlyWaits(step)) {
        shown(step.name(), StepInput.of(step));
      }
      step.undo().ifPresent(undo -> shown(undo.name(), StepInput.of(step, undo)));
    }
  }

  private static void shown(String name, StepInput stepInput) {
    StepKind kind = StepCatalogue.named(name).orElseThrow();
    assertThat(kind.orders(stepInput))
        .as(stepInput.step())
        .allSatisfy(
            order -> assertThat(order.params().keySet()).isEqualTo(order.type().parameters()));
    assertThat(kind.orders(stepInput).stream().map(AgentOrder::type).collect(Collectors.toSet()))
        .as(stepInput.step())
        .isEqualTo(kind.actions());
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
            .filter(step -> step.nature() == PlannedStep.StepRole.SAFEGUARD)
            .map(PlannedStep::name)
            .collect(Collectors.toSet());

    assertThat(safeguards)
        .containsExactlyInAnyOrder(
            "check-readiness",
            "close-port",
            "prove-application-ended",
            "release-address",
            "stop-database",
            "prove-address-free",
            "prove-caught-up");
  }

  @Test
  void planThatReplacesAnotherRepeatsNoneOfItsStepIds() {
    List<PlannedStep> before = graceful("");
    PlanBuilder again = new PlanBuilder(before);
    GracefulSwitch.plan(again, PAIR, PolicyParts.ALL, "10.0.0.2:7443", "");

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
    PlanBuilder planBuilder = new PlanBuilder();
    GracefulSwitch.plan(planBuilder, PAIR, PolicyParts.ALL, "10.0.0.2:7443", synchronous);
    return planBuilder.list();
  }
}
