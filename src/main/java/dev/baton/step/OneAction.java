package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A step that is one action on its own host; precondition and verification travel with the order.
 */
interface OneAction extends StepKind {

  /** What the agent is asked to do. */
  ActionType action();

  /** The parameters of that action. */
  default Map<String, String> params(Planned planned) {
    return Map.of();
  }

  /** What must be true on the live host before anything is touched. */
  default Map<String, String> expect(Attempt attempt) {
    return Map.of();
  }

  @Override
  default Set<ActionType> actions() {
    return Set.of(action());
  }

  @Override
  default List<Order> orders(Planned planned) {
    return List.of(new Order(planned.onHost(), action(), params(planned)));
  }

  @Override
  default HostReply run(Attempt attempt) {
    return attempt.perform(orders(attempt.planned()).getFirst(), expect(attempt));
  }
}
