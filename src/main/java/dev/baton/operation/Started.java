package dev.baton.operation;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import java.util.List;
import java.util.random.RandomGenerator;

/** What every operation begins with: a name of its own and a plan that no longer changes. */
public final class Started {

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private Started() {}

  /** A name that nobody has used: letters that are not mistaken for one another over the phone. */
  public static OperationId name(String kind) {
    RandomGenerator random = RandomGenerator.of("SecureRandom");
    StringBuilder name = new StringBuilder(kind).append('-');
    for (int i = 0; i < 10; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new OperationId(name.toString());
  }

  /** The plan as a fact; equal plans have equal hashes, see {@link PlanHash}. */
  public static PlanFrozen plan(OperationId operation, List<PlannedStep> steps) {
    Plan plan = new Plan(steps);
    return new PlanFrozen(operation, PlanHash.of(plan), plan);
  }
}
