package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Records what a rewind or a copy is about to erase: timelines, WAL range, volume (S7). */
record KeepEvidence() implements OneAction {

  @Override
  public String name() {
    return "keep-evidence";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_EVIDENCE;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("fork", planned.param("fork"));
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("postgresRunning", "false");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return new HostReply.Unknown(
        "whether it took effect cannot be seen from outside; a retry is safe");
  }
}
