package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that the standby has the old primary's shutdown checkpoint, and with it every acknowledged
 * row (S3). Nothing follows that record, so a standby that has replayed beyond its beginning has
 * all of it.
 */
record ProveCaughtUp() implements StepKind {

  @Override
  public String name() {
    return "prove-caught-up";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public HostReply run(Attempt attempt) {
    Map<String, String> stopped = attempt.operation().evidence(attempt.param("stopped"));
    Optional<Lsn> checkpoint = Lsn.parse(stopped.getOrDefault("checkpointLsn", ""));
    if (checkpoint.isEmpty() || !"shut down".equals(stopped.get("clusterState"))) {
      return new HostReply.Refused(
          "no-shutdown-checkpoint",
          "the old primary is '%s', not 'shut down'; its last rows cannot be proven to have arrived"
              .formatted(stopped.get("clusterState")),
          stopped);
    }
    while (true) {
      HostReply reply = attempt.read(ActionType.POSTGRES_POSITION, Map.of());
      if (!(reply instanceof HostReply.Done position)) {
        return reply;
      }
      Map<String, String> seen = new HashMap<>(position.evidence());
      seen.put("shutdownCheckpoint", checkpoint.get().toString());
      Optional<Lsn> replayed = Lsn.parse(seen.getOrDefault("replayLsn", ""));
      boolean sameTimeline = stopped.getOrDefault("timeline", "").equals(seen.get("timeline"));
      if (sameTimeline && replayed.isPresent() && replayed.get().compareTo(checkpoint.get()) > 0) {
        return new HostReply.Done(proof(seen), position.took());
      }
      if (attempt.left().isZero()) {
        return new HostReply.Refused(
            "behind",
            "the standby has replayed to %s on timeline %s; the old primary ended at %s on timeline %s"
                .formatted(
                    seen.get("replayLsn"),
                    seen.get("timeline"),
                    checkpoint.get(),
                    stopped.get("timeline")),
            proof(seen));
      }
      Pause.briefly();
    }
  }

  private static Map<String, String> proof(Map<String, String> seen) {
    Map<String, String> proof = new HashMap<>(seen);
    proof
        .keySet()
        .retainAll(
            Set.of(
                "shutdownCheckpoint", "replayLsn", "receiveLsn", "timeline", "systemIdentifier"));
    return proof;
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
