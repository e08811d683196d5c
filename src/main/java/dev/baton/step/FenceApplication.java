package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import java.util.Map;

/** Makes sure that an old primary's application is not running, however it has to be ended. */
record FenceApplication() implements OneAction {

  @Override
  public String name() {
    return "fence-application";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_STOP;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("mode", "kill");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.sees(Observation::application, Map.of("running", "false"));
  }
}
