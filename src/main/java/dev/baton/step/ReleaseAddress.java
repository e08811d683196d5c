package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Takes the address off the host and reads back that it is gone (S2). */
record ReleaseAddress() implements OneAction {

  @Override
  public String name() {
    return "release-address";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.ADDRESS_RELEASE;
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(ActionType.ADDRESS_PROBE, Map.of("held", "false"));
  }
}
