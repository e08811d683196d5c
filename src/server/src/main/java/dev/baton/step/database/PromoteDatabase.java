package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.PromotionProof;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the standby the primary: the point of no return. Only with proof that the old primary is
 * stopped, fenced or attested to be off (S1), which are the steps named by {@code proof}; with
 * {@code stopped} the agent itself checks once more that the shutdown checkpoint has been replayed
 * (S3).
 */
public record PromoteDatabase() implements StepKind {

  @Override
  public String name() {
    return "promote-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.POSTGRES_PROMOTE);
  }

  @Override
  public List<AgentOrder> orders(StepInput input) {
    return List.of(new AgentOrder(input.onHost(), ActionType.POSTGRES_PROMOTE, Map.of()));
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    Optional<AgentReply> unproven = PromotionProof.missing(context, "the old primary");
    if (unproven.isPresent()) {
      return unproven.get();
    }
    Map<String, String> expect = new HashMap<>();
    expect.put(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier());
    expect.put(EvidenceKey.IN_RECOVERY.wireName(), "true");
    String stopped = context.params().get("stopped");
    if (stopped != null) {
      expect.put(
          EvidenceKey.REPLAY_BEYOND.wireName(),
          Evidence.of(context.operation().evidence(stopped)).text(EvidenceKey.CHECKPOINT_LSN));
    }
    AgentReply reply = agents.perform(orders(context.planned()).getFirst(), expect);
    return promotedBefore(reply) ? probe(context, agents) : reply;
  }

  /**
   * Whether the refusal may come from an earlier attempt that took effect late: the database is no
   * longer in recovery.
   */
  private static boolean promotedBefore(AgentReply reply) {
    return reply instanceof AgentReply.Refused refused
        && Evidence.of(refused.evidence()).denied(EvidenceKey.IN_RECOVERY)
        && !Evidence.of(refused.evidence()).has(EvidenceKey.SYSTEM_IDENTIFIER);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.shows(
        ActionType.POSTGRES_POSITION,
        Map.of(
            EvidenceKey.RUNNING.wireName(), "true", EvidenceKey.IN_RECOVERY.wireName(), "false"));
  }
}
