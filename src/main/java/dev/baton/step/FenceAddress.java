package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** The same as release-address, for a host that is to be out of the service. */
record FenceAddress() implements OneAction {

  @Override
  public String name() {
    return "fence-address";
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
