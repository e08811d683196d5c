package dev.baton.recovery;

import dev.baton.PairOfTwo;
import dev.baton.pair.PlannedStep;
import dev.baton.step.Rejoin;
import java.util.List;

/** The recovery plan, for tests outside this package. */
public final class RecoverySteps {

  private RecoverySteps() {}

  public static List<PlannedStep> plan(Rejoin.Kind rejoin) {
    return RecoveryPlan.plan(
        PairOfTwo.serving("b"),
        new RecoveryPlan.Choice(
            rejoin,
            "0/5000000",
            true,
            "10.0.0.1:7443",
            new RecoveryPlan.Synchronous("", ""),
            false));
  }
}
