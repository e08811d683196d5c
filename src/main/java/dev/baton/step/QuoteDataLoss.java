package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** States once more what will be lost, and goes on only when the acceptance covers it (S4). */
record QuoteDataLoss() implements StepKind {

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
    DataLoss loss =
        DataLoss.quote(
            attempt.pair(), DataLoss.LastSight.of(attempt.params()), position.evidence());
    Map<String, String> evidence =
        Map.of(
            "bytes", (loss.exact() ? "" : "at least ") + loss.bytes(),
            "seconds", loss.seconds().map(String::valueOf).orElse("unknown"),
            "accepted", attempt.param("accept"),
            "why", loss.why());
    return loss.coveredBy(attempt.param("accept"))
        ? new HostReply.Done(evidence, Duration.ZERO)
        : new HostReply.Refused(
            "loss-not-accepted",
            "%s; accepted was '%s': abort, and start again accepting it"
                .formatted(loss.why(), attempt.param("accept")),
            evidence);
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
