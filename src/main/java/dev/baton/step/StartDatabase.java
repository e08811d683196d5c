package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Starts the old primary again as the primary it was: the way back before any promotion. */
record StartDatabase() implements OneAction {

  @Override
  public String name() {
    return "start-database";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_START;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("role", "primary");
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_POSITION, Map.of("running", "true", "inRecovery", "false"));
  }
}
