package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;
import java.util.Set;

/**
 * A step that is one action on its own host; precondition and verification travel with the order.
 */
interface OneAction extends StepKind {

  /** What the agent is asked to do. */
  ActionType action();

  /** The parameters of that action. */
  default Map<String, String> params(Attempt attempt) {
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
  default HostReply run(Attempt attempt) {
    return attempt.perform(action(), params(attempt), expect(attempt));
  }
}
