package dev.baton.drill;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.step.Steps;
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
    Steps steps = new Steps();
    steps.phase("check", OnRefusal.ROLL_BACK);
    String ready = steps.look("check-readiness");
    String before = steps.on(standby.database(), "observe-production", NONE, ready);
    steps.phase("rehearse", OnRefusal.ROLL_BACK);
    String copied = steps.on(standby.database(), "drill-copy", NONE, before);
    steps.within(COPY);
    steps.undoneBy("drill-remove", NONE);
    String tried = steps.on(standby.database(), "drill-promote", NONE, copied);
    steps.within(PROMOTE);
    if (application) {
      tried = steps.on(standby.application(), "drill-application", Map.of("copy", tried), tried);
      steps.within(PROMOTE);
    }
    steps.phase("clear", OnRefusal.ROLL_BACK);
    String removed = steps.on(standby.database(), "drill-remove", NONE, tried);
    steps.within(PROMOTE);
    steps.leaf(standby.database(), "observe-production", Map.of("before", before), removed);
    return steps.list();
  }
}
