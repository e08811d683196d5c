package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Puts back what ready-database changed. */
record SettleDatabase() implements OneAction {

  @Override
  public String name() {
    return "settle-database";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_READY;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("ready", "false");
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
