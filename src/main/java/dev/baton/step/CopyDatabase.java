package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Copies the whole database from the new primary; the old data folder is renamed and kept (S7). */
record CopyDatabase() implements OneAction {

  @Override
  public String name() {
    return "copy-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_BASE_BACKUP;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("host", planned.param("host"), "port", planned.param("port"));
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("postgresRunning", "false");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return new HostReply.Unknown(
        "whether it took effect cannot be seen from outside; look at its output before a retry");
  }
}
