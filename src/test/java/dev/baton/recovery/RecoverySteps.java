package dev.baton.recovery;

import dev.baton.PairOfTwo;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.step.Rejoin;
import java.util.List;

/** The recovery plan, for tests outside this package. */
public final class RecoverySteps {

  private RecoverySteps() {}

  public static List<PlannedStep> plan(Rejoin.Kind rejoin) {
    return plan(PairOfTwo.serving("b"), rejoin, "0/5000000", "", true, false);
  }

  /** The end of a split brain in which the standby's side survives. */
  public static List<PlannedStep> resolve(PairState pair, String synchronous) {
    return ResolvePlan.plan(
        pair,
        pair.standbySite(),
        pair.primarySite(),
        new RecoveryPlan.Choice(
            Rejoin.Kind.BASEBACKUP,
            "0/5000000",
            false,
            "10.0.0.1:7443",
            new RecoveryPlan.Synchronous(synchronous, ""),
            true));
  }

  /**
   * Plans.
   *
   * @param relaxed what a forced switchover took off the primary that serves
   * @param closed whether the primary's site gives no service
   */
  public static List<PlannedStep> plan(
      PairState pair,
      Rejoin.Kind rejoin,
      String fork,
      String relaxed,
      boolean returnHome,
      boolean closed) {
    return RecoveryPlan.plan(
        pair,
        new RecoveryPlan.Choice(
            rejoin,
            fork,
            returnHome,
            "10.0.0.1:7443",
            new RecoveryPlan.Synchronous(relaxed, ""),
            closed));
  }
}
