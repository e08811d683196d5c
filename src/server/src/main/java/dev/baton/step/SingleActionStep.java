package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A step that is one action on its own host; precondition and verification travel with the order.
 */
public interface SingleActionStep extends StepKind {

  /** What the agent is asked to do. */
  ActionType action();

  /** The parameters of that action. */
  default Map<String, String> params(StepInput input) {
    return Map.of();
  }

  /** What must be true on the live host before anything is touched. */
  default Map<String, String> expect(StepContext context) {
    return Map.of();
  }

  @Override
  default Set<ActionType> actions() {
    return Set.of(action());
  }

  @Override
  default List<AgentOrder> orders(StepInput input) {
    return List.of(new AgentOrder(input.onHost(), action(), params(input)));
  }

  @Override
  default AgentReply run(StepContext context, AgentGateway agents) {
    return agents.perform(orders(context.planned()).getFirst(), expect(context));
  }
}
