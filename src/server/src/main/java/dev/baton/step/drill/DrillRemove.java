package dev.baton.step.drill;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import java.util.Map;

/** Stops and deletes the drill's copy; also the undo of drill-copy. */
public record DrillRemove() implements DrillStep {

  @Override
  public String name() {
    return "drill-remove";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.DRILL_REMOVE;
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    AgentOrder order = orders(context.planned()).getFirst();
    AgentReply reply = agents.perform(order, Map.of());
    // Nothing was sent: whoever restarts the agent must not have to see to the copy as well.
    while (unreachable(reply) && !context.left().isZero()) {
      PollDelay.shortly();
      reply = agents.perform(order, Map.of());
    }
    boolean lost = reply instanceof AgentReply.Unknown;
    return DrillStep.settled(
        context, lost && probe(context, agents) instanceof AgentReply.Done gone ? gone : reply);
  }

  private static boolean unreachable(AgentReply reply) {
    return reply instanceof AgentReply.Refused refused && refused.code() == RefusalCode.UNREACHABLE;
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.shows(ActionType.DRILL_LOOK, Map.of(EvidenceKey.EXISTS.wireName(), "false"));
  }
}
