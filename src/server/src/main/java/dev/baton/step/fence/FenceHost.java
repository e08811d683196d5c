package dev.baton.step.fence;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Powers an unreachable host off by the fencing command of a host of the standby site (S1). */
public record FenceHost() implements StepKind {

  @Override
  public String name() {
    return "fence-host";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.HOST_FENCE);
  }

  @Override
  public List<AgentOrder> orders(StepInput input) {
    return List.of(
        new AgentOrder(
            new HostId(input.param("by")),
            ActionType.HOST_FENCE,
            Map.of(ActionParameter.HOST.wireName(), input.onHost().value())));
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    return agents.perform(orders(context.planned()).getFirst(), Map.of());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return new AgentReply.Unknown(
        "silence does not tell whether %s is off; look, then retry, or escalate and attest it"
            .formatted(context.onHost()),
        false);
  }
}
