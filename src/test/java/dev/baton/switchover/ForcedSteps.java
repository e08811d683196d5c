package dev.baton.switchover;

import dev.baton.PairOfTwo;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.step.DataLoss;
import dev.baton.step.Steps;
import java.util.List;
import java.util.Optional;

/** The forced plan, for tests outside this package. */
public final class ForcedSteps {

  private ForcedSteps() {}

  public static List<PlannedStep> plan() {
    return plan(PairOfTwo.serving("a"), "");
  }

  /** Any loss is accepted. */
  public static List<PlannedStep> plan(PairState pair, String synchronous) {
    return plan(
        pair,
        "unknown",
        new DataLoss.LastSight(Optional.empty(), Optional.empty(), false),
        synchronous);
  }

  public static List<PlannedStep> plan(String accept, DataLoss.LastSight last) {
    return plan(PairOfTwo.serving("a"), accept, last, "");
  }

  private static List<PlannedStep> plan(
      PairState pair, String accept, DataLoss.LastSight last, String synchronous) {
    return ForcedSwitch.plan(new Steps(), pair, accept, last, synchronous);
  }
}
