package dev.baton.drill;

import dev.baton.TestPairs;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import java.util.List;

/** The plan of a drill with everything in it, for tests outside this package. */
public final class DrillSteps {

  private DrillSteps() {}

  public static List<PlannedStep> plan() {
    return plan(TestPairs.serving("a"));
  }

  public static List<PlannedStep> plan(PairState pair) {
    return DrillPlan.plan(pair, pair.hasApplication());
  }
}
