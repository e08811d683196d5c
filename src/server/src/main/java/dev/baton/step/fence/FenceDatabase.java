package dev.baton.step.fence;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Stops an old primary's database at once (mode immediate); it may have crashed already (S1). */
public record FenceDatabase() implements SingleActionStep {

  private static final Duration SOON = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "fence-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_STOP;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return Map.of(ActionParameter.MODE.wireName(), "immediate");
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return Map.of(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier());
  }

  /**
   * Reads the write position right before, because it tells more exactly what could be lost (S4).
   */
  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    AgentReply before =
        agents.agent().read(context.onHost(), ActionType.POSTGRES_POSITION, Map.of(), SOON);
    AgentReply reply = SingleActionStep.super.run(context, agents);
    if (!(reply instanceof AgentReply.Done done)
        || !(before instanceof AgentReply.Done position)
        || !Evidence.of(position.evidence()).has(EvidenceKey.WRITE_LSN)) {
      return reply;
    }
    Map<String, String> evidence = new HashMap<>(done.evidence());
    evidence.put(
        EvidenceKey.LAST_WRITE_LSN.wireName(),
        Evidence.of(position.evidence()).text(EvidenceKey.WRITE_LSN));
    return new AgentReply.Done(evidence, done.took());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.shows(
        ActionType.POSTGRES_CONTROL_DATA, Map.of(EvidenceKey.RUNNING.wireName(), "false"));
  }
}
