package dev.baton.plan;

import dev.baton.TestPairs;
import dev.baton.drill.DrillSteps;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.Site;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.HookFailure;
import dev.baton.protocol.HookPoint;
import dev.baton.recovery.RecoverySteps;
import dev.baton.switchover.ForcedSteps;
import dev.baton.world.SimulatedPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every plan there is, with every step it may have. */
public final class Plans {

  private Plans() {}

  /** The steps of all of them. */
  public static List<PlannedStep> all() {
    List<PlannedStep> all = new ArrayList<>(graceful("west_db"));
    all.addAll(ForcedSteps.plan());
    all.addAll(DrillSteps.plan());
    PairState pair = TestPairs.serving("a");
    all.addAll(ForcedSteps.attested(new PlanBuilder(), pair, "b_db"));
    all.addAll(ForcedSteps.commanded(pair, ""));
    all.addAll(RecoverySteps.resolve(pair, "a_db"));
    Arrays.stream(RejoinKind.values())
        .filter(kind -> kind != RejoinKind.REFUSE)
        .forEach(kind -> all.addAll(RecoverySteps.plan(kind)));
    all.addAll(
        RecoverySteps.plan(new MaintenanceWindow(Optional.of(Instant.EPOCH), Optional.empty())));
    all.addAll(RecoverySteps.prune(TestPairs.serving("b")));
    List.of(TestPairs.databaseOnly(true), TestPairs.databaseOnly(false), TestPairs.withoutAddress())
        .forEach(part -> all.addAll(graceful(part, "b_db")));
    all.addAll(withHooks(HookFailure.REFUSE));
    return all;
  }

  /** From A to B, with a slot that goes along and a command at every point on both sites. */
  static List<PlannedStep> withHooks(HookFailure onFailure) {
    return withHooks(TestPairs.serving("a"), "", onFailure);
  }

  /** As {@link #graceful(PairState, String)}, with these. */
  public static List<PlannedStep> withHooks(
      PairState pair, String synchronous, HookFailure onFailure) {
    Map<HookPoint, HookFailure> hooks =
        Arrays.stream(HookPoint.values())
            .collect(Collectors.toMap(Function.identity(), point -> onFailure));
    SiteHooks both =
        new SiteHooks(
            pair.sites().stream().collect(Collectors.toMap(Site::application, site -> hooks)));
    PlanBuilder planBuilder = new PlanBuilder();
    PolicyParts parts =
        new PolicyParts(
            true, true, "", true, PolicyParts.STOP, List.of(SimulatedPair.SLOT_OF_OTHERS), both);
    GracefulSwitch.plan(planBuilder, pair, parts, "10.0.0.2:7443", synchronous);
    return planBuilder.list();
  }

  /** From A to B. */
  public static List<PlannedStep> graceful(String synchronous) {
    return graceful(TestPairs.serving("a"), synchronous);
  }

  /** From the site that serves to the other one. */
  public static List<PlannedStep> graceful(PairState pair, String synchronous) {
    PlanBuilder planBuilder = new PlanBuilder();
    GracefulSwitch.plan(planBuilder, pair, parts(pair), "10.0.0.2:7443", synchronous);
    return planBuilder.list();
  }

  /** All there can be, of a pair whose files belong to its application. */
  public static PolicyParts parts(PairState pair) {
    return pair.hasApplication()
        ? PolicyParts.ALL
        : new PolicyParts(false, false, "", false, PolicyParts.STOP, List.of(), SiteHooks.NONE);
  }
}
