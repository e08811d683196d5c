package dev.baton.operation.engine;

import dev.baton.eventlog.EventCodec;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.plan.StepCatalogue;
import dev.baton.protocol.Digests;
import dev.baton.step.StepKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * SHA-256 over what is agreed on when a plan is expected or approved: the steps with their order,
 * hosts, parameters, deadlines and undos. Nothing of one call is in it, so the same pair in the
 * same circumstances gives the same hash.
 *
 * <p>Of a forced plan the last sight of the old primary is left out: it moves while the primary
 * still shows itself, and decides nothing. What the caller accepts to lose is in the hash, and the
 * quote is made anew and held to it before anything is fenced.
 */
public final class PlanHash {

  private static final OperationId ANY = new OperationId("any");

  private PlanHash() {}

  /** SHA-256 over the canonical text of the plan, as lower-case hex. */
  public static String of(Plan plan) {
    Plan agreed = new Plan(plan.steps().stream().map(PlanHash::agreed).toList());
    return Digests.of(EventCodec.write(new PlanFrozen(ANY, "", agreed)));
  }

  /** The step without what was only seen while planning. */
  public static PlannedStep agreed(PlannedStep step) {
    Map<String, String> params = new HashMap<>(step.params());
    params
        .keySet()
        .removeAll(StepCatalogue.named(step.name()).map(StepKind::sightings).orElse(Set.of()));
    return new PlannedStep(
        step.id(),
        step.name(),
        step.phase(),
        step.nature(),
        step.host(),
        params,
        step.after(),
        step.deadline(),
        step.onRefusal(),
        step.undo(),
        step.insteadOf());
  }
}
