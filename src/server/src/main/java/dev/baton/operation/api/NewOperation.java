package dev.baton.operation.api;

import dev.baton.operation.engine.PlanHash;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.kind.OperationKind;
import java.util.List;
import java.util.random.RandomGenerator;

/** Creates the id and the frozen plan that every operation begins with. */
public final class NewOperation {

  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private NewOperation() {}

  /** A name that nobody has used: letters that are not mistaken for one another over the phone. */
  public static OperationId name(OperationKind kind) {
    RandomGenerator random = RandomGenerator.of("SecureRandom");
    StringBuilder name = new StringBuilder(kind.word()).append('-');
    for (int i = 0; i < 10; i++) {
      name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new OperationId(name.toString());
  }

  /** The plan as an event; equal plans have equal hashes, see {@link PlanHash}. */
  public static PlanFrozen plan(OperationId operation, List<PlannedStep> steps) {
    Plan plan = new Plan(steps);
    return new PlanFrozen(operation, PlanHash.of(plan), plan);
  }
}
