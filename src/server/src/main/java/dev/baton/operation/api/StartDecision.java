package dev.baton.operation.api;

import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairState;
import java.util.ArrayList;
import java.util.List;

/**
 * A start that has passed its checks.
 *
 * @param asked the event that asks for the operation, and what else the caller stated with it
 */
public record StartDecision(List<PairEvent> asked, PlanFrozen plan) {

  public StartDecision {
    asked = List.copyOf(asked);
  }

  /** One that comes with nothing but its request. */
  public static StartDecision of(PairEvent requested, PlanFrozen plan) {
    return new StartDecision(List.of(requested), plan);
  }

  /** All that goes on record with it, in one append. */
  List<PairEvent> events() {
    List<PairEvent> events = new ArrayList<>(asked);
    events.add(plan);
    return events;
  }

  /** How the pair would stand with it. */
  PairState on(PairState pair) {
    PairState folded = pair;
    for (PairEvent event : events()) {
      folded = folded.after(event);
    }
    return folded;
  }
}
