package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;
import java.util.Set;

/**
 * Makes the record follow the world after a split brain: the database of the side that survives
 * writes already, and only with proof that the other one is stopped does it become the primary
 * (S1).
 */
record AdoptPrimary() implements StepKind {

  @Override
  public String name() {
    return "adopt-primary";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public HostReply run(Attempt attempt) {
    return Proof.missing(attempt, "the other database").orElseGet(() -> probe(attempt));
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_POSITION,
        Map.of(
            "running", "true",
            "inRecovery", "false",
            "systemIdentifier", attempt.pair().systemIdentifier()));
  }
}
