package dev.baton.step.judge;

import dev.baton.assessment.DataLoss;
import dev.baton.host.AgentReply;
import dev.baton.pair.AcceptedLoss;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Quotes the data loss again and asks for approval when the accepted loss does not cover it (S4):
 * before anything is fenced, and right before the promotion, when the old primary writes no more.
 */
public record QuoteDataLoss() implements StepKind {

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
  public AgentReply run(StepContext context, AgentGateway agents) {
    AgentReply standby = agents.read(ActionType.POSTGRES_POSITION, Map.of());
    if (!(standby instanceof AgentReply.Done position)) {
      return standby;
    }
    DataLoss.LastSight last = DataLoss.LastSight.of(context.params());
    String fenced = context.params().get("fenced");
    if (fenced != null) {
      Map<String, String> found = new HashMap<>(context.operation().evidence(fenced));
      found.putAll(now(agents, fenced));
      if (Evidence.of(found).flag(EvidenceKey.RUNNING)) {
        return new AgentReply.Refused(
            RefusalCode.PRIMARY_RUNS_AGAIN,
            "the old database was stopped by %s and runs again: find out who started it, then escalate, so that it is fenced anew"
                .formatted(fenced),
            found);
      }
      last = last.then(found, context.clock().instant());
    }
    DataLoss loss =
        DataLoss.quote(context.pair(), last, position.evidence(), context.clock().instant());
    AcceptedLoss accepted = accepted(context);
    Map<String, String> evidence = new HashMap<>(loss.evidence());
    evidence.put(EvidenceKey.ACCEPTED.wireName(), accepted.word());
    return loss.coveredBy(accepted)
        ? new AgentReply.Done(evidence, Duration.ZERO)
        : new AgentReply.Refused(
            RefusalCode.APPROVAL_NEEDED,
            "%s; accepted was '%s': approve to accept this loss as it is quoted, or abort"
                .formatted(loss.why(), accepted.word()),
            evidence);
  }

  /** What was accepted in the call, or by the approval of the quote before this one. */
  private static AcceptedLoss accepted(StepContext context) {
    return Optional.ofNullable(context.params().get("quoted"))
        .map(context.operation()::evidence)
        .filter(before -> Evidence.of(before).flag(EvidenceKey.APPROVED))
        .map(before -> Evidence.of(before).text(EvidenceKey.TO_ACCEPT, AcceptedLoss.any().word()))
        .map(AcceptedLoss::of)
        .orElseGet(() -> AcceptedLoss.of(context.param("accept")));
  }

  /** The fenced database's control data; empty when its agent does not answer soon. */
  private static Map<String, String> now(AgentGateway agents, String fenced) {
    HostId old = new HostId(fenced.substring(fenced.indexOf('@') + 1));
    return agents.agent().read(old, ActionType.POSTGRES_CONTROL_DATA, Map.of(), SOON)
            instanceof AgentReply.Done done
        ? done.evidence()
        : Map.of();
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
