package dev.baton.step.judge;

import dev.baton.assessment.SecondOpinions;
import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses when a host that a person attested to be off shows any sign of life (S1). */
public record VerifyAttestation() implements StepKind {

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
  public AgentReply run(StepContext context, AgentGateway agents) {
    SecondOpinions opinions =
        SecondOpinions.take(agents.agent(), context.pair(), AgentEndpoints.of(context));
    List<String> signs = opinions.signsOfLife(context.onHost());
    Map<String, String> evidence = new HashMap<>(opinions.evidence());
    evidence.put("statement", context.param("statement"));
    return signs.isEmpty()
        ? new AgentReply.Done(evidence, Duration.ZERO)
        : new AgentReply.Refused(
            RefusalCode.ATTESTATION_CONTRADICTED,
            "%s was attested to be off, but %s; switch it off, then retry, or escalate so that its agent fences it"
                .formatted(context.onHost(), String.join("; ", signs)),
            evidence);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
