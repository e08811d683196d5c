package dev.baton.switchover;

import dev.baton.PairOfTwo;
import dev.baton.pair.PlannedStep;
import dev.baton.step.DataLoss;
import dev.baton.step.Steps;
import java.util.List;
import java.util.Optional;

/** The forced plan, for tests outside this package. */
public final class ForcedSteps {

  private ForcedSteps() {}

  public static List<PlannedStep> plan() {
    return ForcedSwitch.plan(
        new Steps(),
        PairOfTwo.serving("a"),
        "unknown",
        new DataLoss.LastSight(Optional.empty(), Optional.empty(), false),
        "");
  }
}
