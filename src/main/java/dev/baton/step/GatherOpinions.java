package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Collects what every host says of the old primary, and stops when it still serves. */
record GatherOpinions() implements StepKind {

  @Override
  public String name() {
    return "gather-opinions";
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
    PairState pair = attempt.pair();
    Site from = pair.primarySite();
    Map<String, String> evidence = new HashMap<>();
    boolean writable = opinion(attempt, from, evidence);
    boolean up =
        attempt.observe(from.application()) instanceof Sight.Seen(Observation seen)
            && "up".equals(seen.application().get("state"));
    evidence.put("application of " + from.name(), up ? "up" : "not up");
    return writable && up
        ? new HostReply.Refused(
            "primary-serves",
            "%s still serves: switch over gracefully, it loses nothing".formatted(from.name()),
            evidence)
        : new HostReply.Done(evidence, Duration.ZERO);
  }

  private static boolean opinion(Attempt attempt, Site from, Map<String, String> evidence) {
    HostReply own = attempt.read(from.database(), ActionType.POSTGRES_POSITION, Map.of());
    evidence.put("its own agent", word(own));
    HostReply other =
        attempt.read(
            attempt.pair().standbySite().database(),
            ActionType.POSTGRES_REACH,
            Map.of("host", from.databaseHost(), "port", from.databasePort()));
    evidence.put("the standby's database host", word(other));
    return own instanceof HostReply.Done done && "true".equals(done.evidence().get("writable"));
  }

  private static String word(HostReply reply) {
    return switch (reply) {
      case HostReply.Done done ->
          "running " + done.evidence().getOrDefault("running", "and reachable");
      case HostReply.Refused refused -> refused.why();
      case HostReply.Unknown unknown -> unknown.why();
    };
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
