package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.plan.StepCatalogue;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Carries out one attempt at one step, and looks for its effect when the answer was lost. */
final class StepRunner {

  private static final Logger LOG = Logger.getLogger(StepRunner.class);

  private StepRunner() {}

  /**
   * Blocks until the attempt has an outcome; never throws, because an outcome must go on record.
   */
  static AgentReply run(String kindName, StepContext context, AgentGateway agents) {
    StepKind kind = StepCatalogue.named(kindName).orElse(null);
    if (kind == null && context.resumed()) {
      return new AgentReply.Unknown(
          "a replica that knows the step '%s' may have begun it".formatted(kindName), false);
    }
    if (kind == null) {
      return new AgentReply.Refused(
          RefusalCode.UNKNOWN_STEP,
          "this version knows no step '%s'".formatted(kindName),
          Map.of());
    }
    try {
      AgentReply reply = kind.run(context, agents);
      return switch (reply) {
        case AgentReply.Done done -> done;
        case AgentReply.Refused refused when refused.tried() ->
            found(kind, context, agents, refused);
        case AgentReply.Refused refused -> refused;
        case AgentReply.Unknown lost -> unread(kind, found(kind, context, agents, lost));
      };
    } catch (RuntimeException e) {
      LOG.errorf(e, "step failed unexpectedly step=%s", context.step());
      return new AgentReply.Unknown("an internal error; the control plane's log has it", false);
    }
  }

  /**
   * A step that only reads cannot have taken effect: not knowing is no reason to leave service
   * down.
   */
  private static AgentReply unread(StepKind kind, AgentReply reply) {
    return reply instanceof AgentReply.Unknown lost && kind.actions().isEmpty()
        ? new AgentReply.Refused(RefusalCode.UNREAD, lost.why(), Map.of())
        : reply;
  }

  private static AgentReply found(
      StepKind kind, StepContext context, AgentGateway agents, AgentReply reply) {
    if (!(kind.probe(context, agents) instanceof AgentReply.Done done)) {
      return reply;
    }
    Map<String, String> evidence = new HashMap<>(done.evidence());
    evidence.put(EvidenceKey.SEEN.wireName(), "no good answer came, but the effect is there");
    return new AgentReply.Done(evidence, Duration.ZERO);
  }
}
