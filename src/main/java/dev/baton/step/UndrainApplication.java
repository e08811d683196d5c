package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import java.util.Map;

/** Lets the application take work again. */
record UndrainApplication() implements OneAction {

  @Override
  public String name() {
    return "undrain-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_DRAIN;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("drained", "false");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.sees(Observation::application, Map.of("drained", "false"));
  }
}
