package dev.baton.drill;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.plan.PlanBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The steps of a drill. Whatever goes wrong, the copy is removed on the way back; the pair itself
 * is only looked at, before and after.
 */
final class DrillPlan {

  private static final Map<String, String> NONE = Map.of();

  /** As an agent's own limit: a copy of a large database takes hours. */
  private static final Duration COPY = Duration.ofHours(6);

  /** It replays what was written while it was copied. */
  private static final Duration PROMOTE = Duration.ofMinutes(10);

  private DrillPlan() {}

  static List<PlannedStep> plan(PairState pair, boolean application) {
    Site standby = pair.standbySite();
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("check", OnRefusal.ROLL_BACK);
    String ready = planBuilder.look("check-readiness");
    String before = planBuilder.on(standby.database(), "observe-production", NONE, ready);
    planBuilder.phase("rehearse", OnRefusal.ROLL_BACK);
    String copied = planBuilder.on(standby.database(), "drill-copy", NONE, before);
    planBuilder.within(COPY);
    planBuilder.undoneBy("drill-remove", NONE);
    String tried = planBuilder.on(standby.database(), "drill-promote", NONE, copied);
    planBuilder.within(PROMOTE);
    if (application) {
      tried =
          planBuilder.on(standby.application(), "drill-application", Map.of("copy", tried), tried);
      planBuilder.within(PROMOTE);
    }
    planBuilder.phase("clear", OnRefusal.ROLL_BACK);
    String removed = planBuilder.on(standby.database(), "drill-remove", NONE, tried);
    planBuilder.within(PROMOTE);
    planBuilder.leaf(standby.database(), "observe-production", Map.of("before", before), removed);
    return planBuilder.list();
  }
}
