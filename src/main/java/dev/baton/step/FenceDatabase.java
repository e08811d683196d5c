package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Makes sure that an old primary's database is not running; it may be crashed already (S1). */
record FenceDatabase() implements OneAction {

  private static final Duration SOON = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "fence-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_STOP;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("mode", "immediate");
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier());
  }

  /** Where it stood right before says better than an older sight what could be lost (S4). */
  @Override
  public HostReply run(Attempt attempt) {
    HostReply before =
        attempt.agent().read(attempt.onHost(), ActionType.POSTGRES_POSITION, Map.of(), SOON);
    HostReply reply = OneAction.super.run(attempt);
    if (!(reply instanceof HostReply.Done done)
        || !(before instanceof HostReply.Done position)
        || !position.evidence().containsKey("writeLsn")) {
      return reply;
    }
    Map<String, String> evidence = new HashMap<>(done.evidence());
    evidence.put("lastWriteLsn", position.evidence().getOrDefault("writeLsn", ""));
    return new HostReply.Done(evidence, done.took());
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(ActionType.POSTGRES_CONTROL_DATA, Map.of("running", "false"));
  }
}
