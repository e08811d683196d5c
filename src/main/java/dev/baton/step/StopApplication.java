package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import java.util.Map;

/** Stops the application in an orderly way; what it has acknowledged is in the database by then. */
record StopApplication() implements OneAction {

  @Override
  public String name() {
    return "stop-application";
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
    return Map.of("mode", "graceful");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.sees(Observation::application, Map.of("running", "false"));
  }
}
