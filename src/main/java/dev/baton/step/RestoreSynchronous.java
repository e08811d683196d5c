package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Puts synchronous replication back once there is a standby to wait for (S12). */
record RestoreSynchronous() implements OneAction {

  @Override
  public String name() {
    return "restore-synchronous";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_SYNCHRONOUS;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("names", planned.param("names"));
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_POSITION, Map.of("synchronousStandbyNames", attempt.param("names")));
  }
}
