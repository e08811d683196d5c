package dev.baton.pair;

import java.util.List;

/**
 * The ordered steps of one operation, frozen before its first effect.
 *
 * @param steps in an order in which they could run one by one; at least one
 */
public record Plan(List<PlannedStep> steps) {

  public Plan {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a plan needs at least one step");
    }
  }

  /** The step of that id; a plan never refers to one it does not have. */
  public PlannedStep step(String id) {
    return steps.stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no step '%s' in this plan".formatted(id)));
  }
}
