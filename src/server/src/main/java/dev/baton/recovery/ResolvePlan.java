package dev.baton.recovery;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.Site;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.plan.PlanBuilder;
import dev.baton.protocol.ActionParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps that end a split brain: the side that gives way is fenced before anything else, the one
 * that survives serves, and the other follows it again. Its data are kept whole, because they hold
 * what was acknowledged there: never a rewind, always a copy into a new folder.
 */
final class ResolvePlan {

  private static final Map<String, String> NONE = Map.of();

  private ResolvePlan() {}

  /**
   * Plans.
   *
   * @param survivor the site that was named
   * @param choice of the copy; {@code FOLLOW} when the other database follows still, and only the
   *     address or the application was on both sides
   */
  static List<PlannedStep> plan(
      PairState pair, Site survivor, Site other, RecoveryPlan.Choice choice) {
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("fence", OnRefusal.PAUSE);
    String[] ended = {};
    if (pair.hasApplication()) {
      ended = new String[] {planBuilder.on(other.application(), "fence-application", NONE)};
    }
    // A database alone is stopped even while it follows: no other step proves that it is no
    // second primary (S1).
    String fenced =
        choice.rejoin() == RejoinKind.FOLLOW && pair.hasApplication()
            ? ended[0]
            : planBuilder.on(other.database(), "fence-database", NONE, ended);
    List<String> closed = new ArrayList<>();
    if (pair.hasAddress()) {
      // After what users reach through it (S15).
      String ends = ended.length == 0 ? fenced : ended[0];
      closed.add(planBuilder.on(other.application(), "fence-address", NONE, ends));
    }
    if (!survivor.name().equals(pair.primary())) {
      planBuilder.phase("adopt", OnRefusal.PAUSE);
      fenced =
          planBuilder.on(
              StepRole.POINT_OF_NO_RETURN,
              survivor.database(),
              "adopt-primary",
              Map.of("proof", fenced),
              fenced);
    }
    String names = choice.synchronous().relaxed();
    if (!names.isEmpty()) {
      planBuilder.phase("open", OnRefusal.PAUSE);
      fenced =
          planBuilder.on(survivor.database(), "relax-synchronous", Map.of("before", names), fenced);
    }
    closed.addFirst(fenced);
    String[] served = RecoveryPlan.open(planBuilder, pair, survivor, closed.toArray(String[]::new));
    String told = RecoveryPlan.opened(planBuilder, pair, survivor, choice, served);
    String redundant = RecoveryPlan.rejoin(planBuilder, survivor, other, choice, served);
    RecoveryPlan.restored(planBuilder, pair, survivor, choice, redundant, told);
    String unusedDropped =
        planBuilder.dropSlots(choice.parts().slots(), other, survivor, redundant);
    if (!names.isEmpty()) {
      planBuilder.leaf(
          survivor.database(),
          "restore-synchronous",
          Map.of(ActionParameter.NAMES.wireName(), names),
          redundant);
    }
    return planBuilder.list();
  }
}
