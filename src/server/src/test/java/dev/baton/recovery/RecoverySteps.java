package dev.baton.recovery;

import dev.baton.TestPairs;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.plan.Plans;
import dev.baton.plan.PolicyParts;
import dev.baton.plan.SiteHooks;
import dev.baton.world.SimulatedPair;
import java.util.List;
import java.util.Map;

/** The recovery plan, for tests outside this package. */
public final class RecoverySteps {

  private RecoverySteps() {}

  public static List<PlannedStep> plan(RejoinKind rejoin) {
    return plan(TestPairs.serving("b"), rejoin, "0/5000000", "", true, false);
  }

  /** The end of a split brain in which the standby's side survives. */
  public static List<PlannedStep> resolve(PairState pair, String synchronous) {
    return ResolvePlan.plan(
        pair,
        pair.standbySite(),
        pair.primarySite(),
        new RecoveryPlan.Choice(
            RejoinKind.BASEBACKUP,
            "0/5000000",
            false,
            OnRewindFailure.PAUSE,
            MaintenanceWindow.ANY,
            "7",
            "10.0.0.1:7443",
            new RecoveryPlan.Synchronous(synchronous, ""),
            Plans.parts(pair),
            true));
  }

  /** A return home of a pair with a slot of somebody else. */
  static List<PlannedStep> withASlot() {
    PolicyParts parts =
        new PolicyParts(
            true,
            true,
            "",
            true,
            PolicyParts.STOP,
            List.of(SimulatedPair.SLOT_OF_OTHERS),
            SiteHooks.NONE);
    return plan(
        TestPairs.serving("b"),
        RejoinKind.FOLLOW,
        "",
        "",
        true,
        false,
        MaintenanceWindow.ANY,
        parts);
  }

  /** A return home within a window. */
  public static List<PlannedStep> plan(MaintenanceWindow window) {
    PairState pair = TestPairs.serving("b");
    return plan(pair, RejoinKind.FOLLOW, "", "", true, false, window, Plans.parts(pair));
  }

  /** The plan that deletes what is kept. */
  public static List<PlannedStep> prune(PairState pair) {
    return PrunePlan.plan(pair, Map.of(pair.standbySite().database(), Map.of("data.old-1", "7")));
  }

  /**
   * Plans.
   *
   * @param relaxed what a forced switchover took off the primary that serves
   * @param closed whether the primary's site gives no service
   */
  public static List<PlannedStep> plan(
      PairState pair,
      RejoinKind rejoin,
      String fork,
      String relaxed,
      boolean returnHome,
      boolean closed) {
    return plan(
        pair, rejoin, fork, relaxed, returnHome, closed, MaintenanceWindow.ANY, Plans.parts(pair));
  }

  private static List<PlannedStep> plan(
      PairState pair,
      RejoinKind rejoin,
      String fork,
      String relaxed,
      boolean returnHome,
      boolean closed,
      MaintenanceWindow window,
      PolicyParts parts) {
    return RecoveryPlan.plan(
        pair,
        new RecoveryPlan.Choice(
            rejoin,
            fork,
            returnHome,
            OnRewindFailure.PAUSE,
            window,
            "7",
            "10.0.0.1:7443",
            new RecoveryPlan.Synchronous(relaxed, ""),
            parts,
            closed));
  }
}
