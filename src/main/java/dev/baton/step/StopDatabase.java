package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Stops the old primary's database so that its shutdown checkpoint reaches the standby. */
record StopDatabase() implements OneAction {

  @Override
  public String name() {
    return "stop-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_STOP;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("mode", "fast");
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_CONTROL_DATA, Map.of("running", "false", "clusterState", "shut down"));
  }
}
