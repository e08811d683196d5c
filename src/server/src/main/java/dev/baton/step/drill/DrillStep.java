package dev.baton.step.drill;

import dev.baton.host.AgentReply;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import java.util.Map;

/**
 * A step on the drill's throw-away copy. An unknown outcome counts as a refusal and rolls the drill
 * back: the copy is removed either way, so nobody has to find out how a lost order ended.
 */
interface DrillStep extends SingleActionStep {

  @Override
  default AgentReply run(StepContext context, AgentGateway agents) {
    return settled(context, SingleActionStep.super.run(context, agents));
  }

  /** Turns unknown into refused, except in a rollback, which cannot be rolled back once more. */
  static AgentReply settled(StepContext context, AgentReply reply) {
    return reply instanceof AgentReply.Unknown lost && !context.undo()
        ? new AgentReply.Refused(RefusalCode.LOST, lost.why(), Map.of())
        : reply;
  }

  @Override
  default AgentReply probe(StepContext context, AgentGateway agents) {
    return new AgentReply.Unknown("only its maker can say whether a copy is whole", false);
  }
}
