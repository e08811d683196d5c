package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/**
 * Takes back, on the site that is out, what the new primary never had; evidence of it is kept
 * before.
 */
record RewindDatabase() implements OneAction {

  @Override
  public String name() {
    return "rewind-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_REWIND;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("host", planned.param("host"), "port", planned.param("port"));
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of(
        "systemIdentifier", attempt.pair().systemIdentifier(), "postgresRunning", "false");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return new HostReply.Unknown(
        "whether it took effect cannot be seen from outside; look at its output before a retry");
  }
}
