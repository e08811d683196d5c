package dev.baton.switchover;

import dev.baton.TestPairs;
import dev.baton.assessment.DataLoss;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.SiteHooks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The forced plan, for tests outside this package. */
public final class ForcedSteps {

  private static final DataLoss.LastSight NEVER =
      new DataLoss.LastSight(Optional.empty(), Optional.empty(), false, false);

  private ForcedSteps() {}

  public static List<PlannedStep> plan() {
    return plan(TestPairs.serving("a"), "");
  }

  /** Any loss is accepted. */
  public static List<PlannedStep> plan(PairState pair, String synchronous) {
    return plan(pair, "unknown", NEVER, synchronous);
  }

  public static List<PlannedStep> plan(String accept, DataLoss.LastSight last) {
    return plan(TestPairs.serving("a"), accept, last, "");
  }

  private static List<PlannedStep> plan(
      PairState pair, String accept, DataLoss.LastSight last, String synchronous) {
    return ForcedSwitch.plan(new PlanBuilder(), pair, judged(accept, last, synchronous, Map.of()));
  }

  /** Both hosts of the old site are silent, and somebody attests that they are off. */
  public static List<PlannedStep> attested(
      PlanBuilder planBuilder, PairState pair, String synchronous) {
    return silent(
        planBuilder, pair, "unknown", synchronous, new FenceMethod.Attested("pulled the plug"));
  }

  /** Steps of a forced switchover with an acceptance of that much. */
  public static List<PlannedStep> accepting(String accept, PairState pair, String synchronous) {
    return silent(
        new PlanBuilder(), pair, accept, synchronous, new FenceMethod.Attested("pulled the plug"));
  }

  /** Both are silent, and the standby's database host has a command that switches them off. */
  public static List<PlannedStep> commanded(PairState pair, String synchronous) {
    return silent(
        new PlanBuilder(),
        pair,
        "unknown",
        synchronous,
        new FenceMethod.ByCommand(pair.standbySite().database()));
  }

  private static List<PlannedStep> silent(
      PlanBuilder planBuilder,
      PairState pair,
      String accept,
      String synchronous,
      FenceMethod fence) {
    Site old = pair.primarySite();
    Map<HostId, FenceMethod> fences =
        old.hosts().stream().collect(Collectors.toMap(Function.identity(), host -> fence));
    return ForcedSwitch.plan(planBuilder, pair, judged(accept, NEVER, synchronous, fences));
  }

  private static ForcedSwitch.Judged judged(
      String accept, DataLoss.LastSight last, String synchronous, Map<HostId, FenceMethod> fences) {
    return new ForcedSwitch.Judged(
        AcceptedLoss.of(accept),
        last,
        synchronous,
        fences,
        Map.of(),
        Map.of(),
        true,
        SiteHooks.NONE);
  }
}
