package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.judge.InspectOldPrimary;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Takes a base backup from the new primary; the old data folder is renamed and kept (S7). */
public record CopyDatabase() implements SingleActionStep {

  private static final String BYTES = ActionParameter.BYTES.wireName();

  @Override
  public String name() {
    return "copy-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public boolean showsProgress() {
    return true;
  }

  @Override
  public boolean endable() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_BASE_BACKUP;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return input.passedOn(ActionParameter.HOST, ActionParameter.PORT, ActionParameter.BYTES);
  }

  /** The primary's database grows; the step reads its size again. */
  @Override
  public Set<String> sightings() {
    return Set.of(BYTES);
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    // What a replica that is gone may have ordered already is asked for, not judged again.
    if (context.resumed()) {
      return SingleActionStep.super.run(context, agents);
    }
    AgentReply again = InspectOldPrimary.again(context, agents, RejoinKind.BASEBACKUP);
    if (!(again instanceof AgentReply.Done)) {
      return again;
    }
    AgentOrder planned = orders(context.planned()).getFirst();
    Map<String, String> params = new HashMap<>(planned.params());
    if (agents.read(new HostId(context.param("primary")), ActionType.POSTGRES_SIZE, Map.of())
        instanceof AgentReply.Done size) {
      params.put(
          BYTES,
          Evidence.of(size.evidence())
              .text(EvidenceKey.BYTES, context.param(ActionParameter.BYTES)));
    }
    return agents.perform(new AgentOrder(planned.host(), action(), params), expect(context));
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return Map.of(EvidenceKey.POSTGRES_RUNNING.wireName(), "false");
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return new AgentReply.Unknown(
        "whether it took effect cannot be seen from outside; look at its output before a retry");
  }
}
