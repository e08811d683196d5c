package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import java.util.Map;

/**
 * Starts the application and waits until it answers; its database must be writable by then (S10).
 */
record StartApplication() implements OneAction {

  @Override
  public String name() {
    return "start-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_START;
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.sees(Observation::application, Map.of("state", "up"));
  }
}
