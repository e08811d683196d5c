package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the standby the primary: the point of no return. Only with proof that the old primary is
 * stopped, fenced or attested to be off (S1), which are the steps named by {@code proof}; with
 * {@code stopped} the agent itself checks once more that the shutdown checkpoint has been replayed
 * (S3).
 */
record PromoteDatabase() implements StepKind {

  @Override
  public String name() {
    return "promote-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.POSTGRES_PROMOTE);
  }

  @Override
  public List<Order> orders(Planned planned) {
    return List.of(new Order(planned.onHost(), ActionType.POSTGRES_PROMOTE, Map.of()));
  }

  @Override
  public HostReply run(Attempt attempt) {
    Optional<HostReply> unproven = Proof.missing(attempt, "the old primary");
    if (unproven.isPresent()) {
      return unproven.get();
    }
    Map<String, String> expect = new HashMap<>();
    expect.put("systemIdentifier", attempt.pair().systemIdentifier());
    expect.put("inRecovery", "true");
    String stopped = attempt.params().get("stopped");
    if (stopped != null) {
      expect.put(
          "replayBeyond", attempt.operation().evidence(stopped).getOrDefault("checkpointLsn", ""));
    }
    HostReply reply = attempt.perform(orders(attempt.planned()).getFirst(), expect);
    return promotedBefore(reply) ? probe(attempt) : reply;
  }

  /**
   * An earlier attempt may have come through late: then the precondition is gone and the effect
   * there.
   */
  private static boolean promotedBefore(HostReply reply) {
    return reply instanceof HostReply.Refused refused
        && "false".equals(refused.evidence().get("inRecovery"))
        && !refused.evidence().containsKey("systemIdentifier");
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return attempt.shows(
        ActionType.POSTGRES_POSITION, Map.of("running", "true", "inRecovery", "false"));
  }
}
