package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Makes sure that an old primary's database is not running; it may be crashed already (S1). */
record FenceDatabase() implements OneAction {

  @Override
  public String name() {
    return "fence-database";
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
    return Map.of("mode", "immediate");
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(ActionType.POSTGRES_CONTROL_DATA, Map.of("running", "false"));
  }
}
