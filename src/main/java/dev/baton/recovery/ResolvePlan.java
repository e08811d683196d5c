package dev.baton.recovery;

import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Site;
import dev.baton.step.Rejoin;
import dev.baton.step.Steps;
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
    Steps steps = new Steps();
    steps.phase("fence", OnRefusal.PAUSE);
    String application = steps.on(other.application(), "fence-application", NONE);
    String address = steps.on(other.application(), "fence-address", NONE);
    String fenced = application;
    if (choice.rejoin() != Rejoin.Kind.FOLLOW) {
      fenced = steps.on(other.database(), "fence-database", NONE, application);
    }
    if (!survivor.name().equals(pair.primary())) {
      steps.phase("adopt", OnRefusal.PAUSE);
      fenced =
          steps.on(
              Nature.POINT_OF_NO_RETURN,
              survivor.database(),
              "adopt-primary",
              Map.of("proof", fenced),
              fenced);
    }
    String names = choice.synchronous().relaxed();
    if (!names.isEmpty()) {
      steps.phase("open", OnRefusal.PAUSE);
      fenced = steps.on(survivor.database(), "relax-synchronous", Map.of("before", names), fenced);
    }
    String served = RecoveryPlan.open(steps, survivor, fenced, address);
    String redundant = RecoveryPlan.rejoin(steps, survivor, other, choice, served);
    if (!names.isEmpty()) {
      steps.leaf(survivor.database(), "restore-synchronous", Map.of("names", names), redundant);
    }
    return steps.list();
  }
}
