package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.util.Map;
import java.util.Set;

/** Has the old primary follow the new one; whether it streams is for verify-redundancy to see. */
record RejoinDatabase() implements StepKind {

  @Override
  public String name() {
    return "rejoin-database";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.POSTGRES_SLOT, ActionType.POSTGRES_FOLLOW);
  }

  @Override
  public HostReply run(Attempt attempt) {
    String slot = attempt.param("slot");
    HostReply kept =
        attempt.perform(
            new HostId(attempt.param("primary")),
            ActionType.POSTGRES_SLOT,
            Map.of("slot", slot),
            Map.of("inRecovery", "false"));
    if (!(kept instanceof HostReply.Done)) {
      return kept;
    }
    return attempt.perform(
        ActionType.POSTGRES_FOLLOW,
        Map.of("host", attempt.param("host"), "port", attempt.param("port"), "slot", slot),
        Map.of());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_POSITION, Map.of("running", "true", "inRecovery", "true"));
  }
}
