package dev.baton.switchover;

import dev.baton.PairOfTwo;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.step.DataLoss;
import dev.baton.step.Steps;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The forced plan, for tests outside this package. */
public final class ForcedSteps {

  private static final DataLoss.LastSight NEVER =
      new DataLoss.LastSight(Optional.empty(), Optional.empty(), false, false);

  private ForcedSteps() {}

  public static List<PlannedStep> plan() {
    return plan(PairOfTwo.serving("a"), "");
  }

  /** Any loss is accepted. */
  public static List<PlannedStep> plan(PairState pair, String synchronous) {
    return plan(pair, "unknown", NEVER, synchronous);
  }

  public static List<PlannedStep> plan(String accept, DataLoss.LastSight last) {
    return plan(PairOfTwo.serving("a"), accept, last, "");
  }

  private static List<PlannedStep> plan(
      PairState pair, String accept, DataLoss.LastSight last, String synchronous) {
    return ForcedSwitch.plan(new Steps(), pair, judged(accept, last, synchronous, Map.of()));
  }

  /** Both hosts of the old site are silent, and somebody attests that they are off. */
  public static List<PlannedStep> attested(Steps steps, PairState pair, String synchronous) {
    return silent(steps, pair, "unknown", synchronous, new Fence.Attested("pulled the plug"));
  }

  /** The same with an acceptance of that much. */
  public static List<PlannedStep> accepting(String accept, PairState pair, String synchronous) {
    return silent(new Steps(), pair, accept, synchronous, new Fence.Attested("pulled the plug"));
  }

  /** Both are silent, and the standby's database host has a command that switches them off. */
  public static List<PlannedStep> commanded(PairState pair, String synchronous) {
    return silent(
        new Steps(),
        pair,
        "unknown",
        synchronous,
        new Fence.ByCommand(pair.standbySite().database()));
  }

  private static List<PlannedStep> silent(
      Steps steps, PairState pair, String accept, String synchronous, Fence fence) {
    Site old = pair.primarySite();
    Map<HostId, Fence> fences = Map.of(old.application(), fence, old.database(), fence);
    return ForcedSwitch.plan(steps, pair, judged(accept, NEVER, synchronous, fences));
  }

  private static ForcedSwitch.Judged judged(
      String accept, DataLoss.LastSight last, String synchronous, Map<HostId, Fence> fences) {
    return new ForcedSwitch.Judged(accept, last, synchronous, fences, Map.of(), Map.of());
  }
}
