package dev.baton.step.address;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.Map;
import java.util.Set;

/** Asks the network from the new site whether anybody still answers for the address (S2). */
public record ProveAddressFree() implements StepKind {

  @Override
  public String name() {
    return "prove-address-free";
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
  public AgentReply run(StepContext context, AgentGateway agents) {
    AgentReply reply = agents.read(ActionType.ADDRESS_PROBE, Map.of());
    if (reply instanceof AgentReply.Done probe
        && Evidence.of(probe.evidence()).flag(EvidenceKey.ANSWERED)) {
      return new AgentReply.Refused(
          RefusalCode.ADDRESS_ANSWERED,
          "%s is still answered, by %s; find that host and take the address off it"
              .formatted(
                  context.pair().address(), Evidence.of(probe.evidence()).text(EvidenceKey.MAC)),
          probe.evidence());
    }
    return reply;
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
