package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import dev.baton.pair.StepState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * States once more what will be lost, and asks a person when what was accepted does not cover it
 * (S4): before anything is fenced, and again right before the promotion, when nothing is written
 * any more.
 */
record QuoteDataLoss() implements StepKind {

  private static final Duration SOON = Duration.ofSeconds(2);

  @Override
  public String name() {
    return "quote-data-loss";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  /** The acceptance is what was agreed on; whether it still covers the loss is judged anew. */
  @Override
  public Set<String> sightings() {
    return DataLoss.LastSight.PARAMS;
  }

  @Override
  public HostReply run(Attempt attempt) {
    HostReply standby = attempt.read(ActionType.POSTGRES_POSITION, Map.of());
    if (!(standby instanceof HostReply.Done position)) {
      return standby;
    }
    DataLoss.LastSight last = DataLoss.LastSight.of(attempt.params());
    String fenced = attempt.params().get("fenced");
    if (fenced != null) {
      Map<String, String> found = new HashMap<>(attempt.operation().evidence(fenced));
      found.putAll(now(attempt, fenced));
      if ("true".equals(found.get("running"))) {
        return new HostReply.Refused(
            "primary-runs-again",
            "the old database was stopped by %s and runs again: find out who started it, then escalate, so that it is fenced anew"
                .formatted(fenced),
            found);
      }
      last = last.then(found, attempt.clock().instant());
    }
    DataLoss loss =
        DataLoss.quote(attempt.pair(), last, position.evidence(), attempt.clock().instant());
    String accepted = accepted(attempt);
    Map<String, String> evidence = new HashMap<>(loss.evidence());
    evidence.put("accepted", accepted);
    return loss.coveredBy(accepted)
        ? new HostReply.Done(evidence, Duration.ZERO)
        : new HostReply.Refused(
            StepState.Refused.APPROVAL_NEEDED,
            "%s; accepted was '%s': approve to accept this loss as it is quoted, or abort"
                .formatted(loss.why(), accepted),
            evidence);
  }

  /** What was accepted in the call, or by the approval of the quote before this one. */
  private static String accepted(Attempt attempt) {
    return Optional.ofNullable(attempt.params().get("quoted"))
        .map(attempt.operation()::evidence)
        .filter(before -> "true".equals(before.get("approved")))
        .map(before -> before.getOrDefault("toAccept", "unknown"))
        .orElseGet(() -> attempt.param("accept"));
  }

  /** Its control data now, if its agent still answers; it was fenced, so nobody waits long. */
  private static Map<String, String> now(Attempt attempt, String fenced) {
    HostId old = new HostId(fenced.substring(fenced.indexOf('@') + 1));
    return attempt.agent().read(old, ActionType.POSTGRES_CONTROL_DATA, Map.of(), SOON)
            instanceof HostReply.Done done
        ? done.evidence()
        : Map.of();
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
