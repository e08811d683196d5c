package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for any sign of life of a host that a person says is off (S1). */
record VerifyAttestation() implements StepKind {

  @Override
  public String name() {
    return "verify-attestation";
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
    Opinions opinions = Opinions.take(attempt.agent(), attempt.pair(), OldAgents.of(attempt));
    List<String> signs = opinions.signsOfLife(attempt.onHost());
    Map<String, String> evidence = new HashMap<>(opinions.evidence());
    evidence.put("statement", attempt.param("statement"));
    return signs.isEmpty()
        ? new HostReply.Done(evidence, Duration.ZERO)
        : new HostReply.Refused(
            "attestation-contradicted",
            "%s was attested to be off, but %s; switch it off, then retry, or escalate so that its agent fences it"
                .formatted(attempt.onHost(), String.join("; ", signs)),
            evidence);
  }

  @Override
  public HostReply probe(Attempt attempt) {
    return run(attempt);
  }
}
