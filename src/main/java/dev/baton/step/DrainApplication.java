package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import java.util.Map;

/** Lets running jobs finish and takes no new ones, so that the stop cuts nothing off. */
record DrainApplication() implements OneAction {

  @Override
  public String name() {
    return "drain-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_DRAIN;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("drained", "true");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.sees(Observation::application, Map.of("drained", "true"));
  }
}
