package dev.baton.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.TestPairs;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.plan.StepCatalogue;
import dev.baton.step.StepKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillPlanTest {

  private static final PairState PAIR = TestPairs.serving("a");

  @Test
  void nothingIsOrderedOfTheSiteThatServes() {
    for (PlannedStep step : DrillPlan.plan(PAIR, true)) {
      boolean changes =
          StepCatalogue.named(step.name()).map(StepKind::actions).orElseThrow().isEmpty();
      if (!changes) {
        assertThat(step.host().orElseThrow().value()).as(step.id()).startsWith("b-");
      }
    }
  }

  @Test
  void whateverGoesWrongTheCopyIsRemoved() {
    List<PlannedStep> steps = DrillPlan.plan(PAIR, true);

    assertThat(steps).allMatch(step -> step.onRefusal() == OnRefusal.ROLL_BACK);
    assertThat(steps).noneMatch(step -> step.nature() == StepRole.POINT_OF_NO_RETURN);
    assertThat(steps)
        .filteredOn(step -> step.name().equals("drill-copy"))
        .allSatisfy(step -> assertThat(step.undo().orElseThrow().name()).isEqualTo("drill-remove"));
  }

  @Test
  void applicationIsRehearsedOnlyWhenAskedFor() {
    assertThat(DrillPlan.plan(PAIR, false))
        .extracting(PlannedStep::name)
        .containsExactly(
            "check-readiness",
            "observe-production",
            "drill-copy",
            "drill-promote",
            "drill-remove",
            "observe-production");
    assertThat(DrillPlan.plan(PAIR, true))
        .extracting(PlannedStep::name)
        .containsSubsequence("drill-promote", "drill-application", "drill-remove");
  }
}
