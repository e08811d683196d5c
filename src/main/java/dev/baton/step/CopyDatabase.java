package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Copies the whole database from the new primary; the old data folder is renamed and kept (S7). */
record CopyDatabase() implements OneAction {

  private static final String BYTES = "bytes";

  @Override
  public String name() {
    return "copy-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public boolean showsProgress() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_BASE_BACKUP;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of(
        "host", planned.param("host"),
        "port", planned.param("port"),
        "bytes", planned.param(BYTES));
  }

  /** The other database grows; the step looks at its size again. */
  @Override
  public Set<String> sightings() {
    return Set.of(BYTES);
  }

  @Override
  public HostReply run(Attempt attempt) {
    // What a replica that is gone may have ordered already is asked for, not judged again.
    if (attempt.resumed()) {
      return OneAction.super.run(attempt);
    }
    HostReply again = InspectOldPrimary.again(attempt, Rejoin.Kind.BASEBACKUP);
    if (!(again instanceof HostReply.Done)) {
      return again;
    }
    Order planned = orders(attempt.planned()).getFirst();
    Map<String, String> params = new HashMap<>(planned.params());
    if (attempt.read(new HostId(attempt.param("primary")), ActionType.POSTGRES_SIZE, Map.of())
        instanceof HostReply.Done size) {
      params.put(BYTES, size.evidence().getOrDefault(BYTES, planned.params().get(BYTES)));
    }
    return attempt.perform(new Order(planned.host(), action(), params), expect(attempt));
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
