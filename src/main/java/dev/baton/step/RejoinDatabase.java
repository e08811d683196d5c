package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.util.List;
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
  public List<Order> orders(Planned planned) {
    String slot = planned.param("slot");
    return List.of(
        new Order(
            new HostId(planned.param("primary")), ActionType.POSTGRES_SLOT, Map.of("slot", slot)),
        new Order(
            planned.onHost(),
            ActionType.POSTGRES_FOLLOW,
            Map.of("host", planned.param("host"), "port", planned.param("port"), "slot", slot)));
  }

  @Override
  public HostReply run(Attempt attempt) {
    List<Order> orders = orders(attempt.planned());
    HostReply kept = attempt.perform(orders.getFirst(), Map.of("inRecovery", "false"));
    return kept instanceof HostReply.Done ? attempt.perform(orders.getLast(), Map.of()) : kept;
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_POSITION, Map.of("running", "true", "inRecovery", "true"));
  }
}
