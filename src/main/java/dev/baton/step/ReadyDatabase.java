package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/**
 * Makes the standby look for WAL often: else a promotion right after the old primary's end waits
 * for five seconds.
 */
record ReadyDatabase() implements OneAction {

  @Override
  public String name() {
    return "ready-database";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_READY;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("ready", "true");
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return new HostReply.Unknown(
        "whether it took effect cannot be seen from outside; a retry is safe");
  }
}
