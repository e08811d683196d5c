package dev.baton.recovery;

import dev.baton.assessment.PairSnapshot;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.plan.PlanBuilder;
import dev.baton.plan.SiteHooks;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HookPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps that give users their service again where both databases are well: the hosts of the
 * primary came back from a power failure, and no host takes the address by itself (S2, S6).
 */
final class ReopenPlan {

  private ReopenPlan() {}

  /** Whether nothing is wrong but that the primary's site does not serve. */
  static boolean fits(PairState pair, PairSnapshot now) {
    HostId application = pair.primarySite().application();
    boolean streams =
        now.of(pair.standbySite().database())
            .map(
                seen -> "streaming".equals(Evidence.of(seen.postgres()).text(EvidenceKey.RECEIVER)))
            .orElse(false);
    boolean closed =
        now.of(application).map(seen -> !RecoveryPlanner.serves(pair, seen)).orElse(false);
    return pair.out().isEmpty() && streams && closed;
  }

  static List<PlannedStep> plan(PairState pair, SiteHooks hooks) {
    HostId application = pair.primarySite().application();
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("open", OnRefusal.PAUSE);
    List<String> reached = new ArrayList<>();
    if (pair.hasAddress()) {
      String free = planBuilder.on(application, "prove-address-free", Map.of());
      reached.add(planBuilder.on(application, "take-address", Map.of(), free));
    }
    if (pair.hasApplication()) {
      reached.add(planBuilder.on(application, "start-application", Map.of()));
      planBuilder.within(Duration.ofMinutes(5));
      reached.add(
          planBuilder.on(application, "verify-service", Map.of(), reached.toArray(String[]::new)));
    }
    Site serving = pair.primarySite();
    hooks.end(
        planBuilder,
        HookPoint.AFTER_OPEN,
        serving,
        List.of(serving, pair.standbySite()),
        reached.getLast());
    return planBuilder.list();
  }
}
