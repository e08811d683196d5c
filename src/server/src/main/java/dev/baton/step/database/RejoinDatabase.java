package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Starts the old primary as a standby of the new one; verify-redundancy checks that it streams. */
public record RejoinDatabase() implements StepKind {

  @Override
  public String name() {
    return "rejoin-database";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.POSTGRES_SLOT, ActionType.POSTGRES_FOLLOW);
  }

  @Override
  public List<AgentOrder> orders(StepInput input) {
    return List.of(
        new AgentOrder(
            new HostId(input.param("primary")),
            ActionType.POSTGRES_SLOT,
            input.passedOn(ActionParameter.SLOT)),
        new AgentOrder(
            input.onHost(),
            ActionType.POSTGRES_FOLLOW,
            input.passedOn(
                ActionParameter.HOST,
                ActionParameter.PORT,
                ActionParameter.SLOT,
                ActionParameter.STALE)));
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    List<AgentOrder> orders = orders(context.planned());
    AgentReply kept =
        agents.perform(orders.getFirst(), Map.of(EvidenceKey.IN_RECOVERY.wireName(), "false"));
    return kept instanceof AgentReply.Done ? agents.perform(orders.getLast(), Map.of()) : kept;
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.shows(
        ActionType.POSTGRES_POSITION,
        Map.of(EvidenceKey.RUNNING.wireName(), "true", EvidenceKey.IN_RECOVERY.wireName(), "true"));
  }
}
