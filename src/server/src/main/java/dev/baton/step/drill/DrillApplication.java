package dev.baton.step.drill;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import java.util.Map;

/** Starts the application on the drill's copy and stops it again. */
public record DrillApplication() implements DrillStep {

  @Override
  public String name() {
    return "drill-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_DRILL;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return at("as drill-promote says", "as drill-promote says");
  }

  private static Map<String, String> at(String host, String port) {
    return ActionParameter.params(Map.of(ActionParameter.HOST, host, ActionParameter.PORT, port));
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    Map<String, String> copy = context.operation().evidence(context.param("copy"));
    Map<String, String> at =
        at(Evidence.of(copy).text(EvidenceKey.ADDRESS), Evidence.of(copy).text(EvidenceKey.PORT));
    AgentOrder order = new AgentOrder(context.onHost(), action(), at);
    return DrillStep.settled(
        context,
        agents.perform(order, Map.of(EvidenceKey.APPLICATION_RUNNING.wireName(), "false")));
  }
}
