package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Writes dirty pages out while the service is up, so that the stop has little left to write. */
record CheckpointDatabase() implements OneAction {

  @Override
  public String name() {
    return "checkpoint-database";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_CHECKPOINT;
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
