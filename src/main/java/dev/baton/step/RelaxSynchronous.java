package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/**
 * Keeps commits on the new primary from waiting for the old one, which is not there (S12). The plan
 * carries as {@code before} what it takes off, because a repeat no longer finds it.
 */
record RelaxSynchronous() implements OneAction {

  @Override
  public String name() {
    return "relax-synchronous";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_SYNCHRONOUS;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("names", "");
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(ActionType.POSTGRES_POSITION, Map.of("synchronousStandbyNames", ""));
  }
}
