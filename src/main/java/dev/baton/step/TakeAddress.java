package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Assigns the address after one more look for another owner, and tells the neighbours (S2). */
record TakeAddress() implements OneAction {

  @Override
  public String name() {
    return "take-address";
  }

  @Override
  public ActionType action() {
    return ActionType.ADDRESS_ASSIGN;
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(ActionType.ADDRESS_PROBE, Map.of("held", "true", "answered", "false"));
  }
}
