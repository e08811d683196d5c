package dev.baton.step.application;

import dev.baton.host.AgentReply;
import dev.baton.host.Observation;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Checks the application's health through the address, as its users reach it, and that no second
 * host answers for the address; on the host itself where the pair has no address.
 */
public record VerifyService() implements StepKind {

  @Override
  public String name() {
    return "verify-service";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    boolean moves = context.pair().hasAddress();
    while (true) {
      AgentReply reply =
          agents.read(
              ActionType.APPLICATION_HEALTH,
              Map.of(ActionParameter.THROUGH.wireName(), moves ? "address" : "local"));
      if (reply instanceof AgentReply.Done health
          && "up".equals(Evidence.of(health.evidence()).text(EvidenceKey.STATE))) {
        AgentReply.Done seen = withDrain(context, agents, health);
        return moves ? sole(context, agents, seen) : seen;
      }
      if (context.left().isZero()) {
        return reply instanceof AgentReply.Done health
            ? new AgentReply.Refused(
                RefusalCode.SERVICE_NOT_UP,
                "%s the application is %s"
                    .formatted(
                        moves ? "through " + context.pair().address() : "on " + context.onHost(),
                        Evidence.of(health.evidence()).text(EvidenceKey.STATE)),
                health.evidence())
            : reply;
      }
      PollDelay.soon();
    }
  }

  /** GoCD can be made to start in maintenance mode: its health is good, and it takes no work. */
  private static AgentReply.Done withDrain(
      StepContext context, AgentGateway agents, AgentReply.Done health) {
    boolean drained =
        agents.sees(Observation::application, Map.of(EvidenceKey.DRAINED.wireName(), "true"))
            instanceof AgentReply.Done;
    if (!drained) {
      return health;
    }
    Map<String, String> evidence = new HashMap<>(health.evidence());
    evidence.put(
        EvidenceKey.LEFT.wireName(),
        "the application on %s is up and drained: it takes no new work until that is ended by hand"
            .formatted(context.onHost()));
    return new AgentReply.Done(evidence, health.took());
  }

  private static AgentReply sole(StepContext context, AgentGateway agents, AgentReply.Done health) {
    AgentReply probe = agents.read(ActionType.ADDRESS_PROBE, Map.of());
    if (!(probe instanceof AgentReply.Done owner)) {
      return probe;
    }
    Map<String, String> evidence = new HashMap<>(health.evidence());
    evidence.putAll(owner.evidence());
    return Evidence.of(owner.evidence()).flag(EvidenceKey.ANSWERED)
        ? new AgentReply.Refused(
            RefusalCode.ADDRESS_TWICE,
            "%s is held here and answered by %s as well"
                .formatted(
                    context.pair().address(), Evidence.of(owner.evidence()).text(EvidenceKey.MAC)),
            evidence)
        : new AgentReply.Done(evidence, health.took());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
