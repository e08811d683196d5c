package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.PromotionProof;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.Map;
import java.util.Set;

/**
 * Records the survivor of a split brain as primary, once the other database is proven stopped (S1).
 * The survivor takes writes already, so nothing is ordered.
 */
public record AdoptPrimary() implements StepKind {

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
  public AgentReply run(StepContext context, AgentGateway agents) {
    return PromotionProof.missing(context, "the other database")
        .orElseGet(() -> probe(context, agents));
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.shows(
        ActionType.POSTGRES_POSITION,
        Map.of(
            EvidenceKey.RUNNING.wireName(), "true",
            EvidenceKey.IN_RECOVERY.wireName(), "false",
            EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier()));
  }
}
