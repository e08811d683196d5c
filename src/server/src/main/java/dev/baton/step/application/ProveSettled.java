package dev.baton.step.application;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Proves that a drained application writes no more (S16): its "yes" alone is no proof, as GoCD
 * still commits after it. Two seconds without a change are enough; what is written for longer is
 * named.
 */
public record ProveSettled() implements StepKind {

  /** One look of the agent: two seconds, and the reading of what was written in them. */
  private static final Duration LOOK = Duration.ofSeconds(15);

  /** With less time left than this, another look would not come to its end. */
  private static final Duration SHORTEST = Duration.ofSeconds(4);

  @Override
  public String name() {
    return "prove-settled";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    Map<String, String> ignored = context.planned().passedOn(ActionParameter.IGNORE);
    while (true) {
      AgentReply reply =
          agents.agent().read(context.onHost(), ActionType.POSTGRES_QUIET, ignored, LOOK);
      if (reply instanceof AgentReply.Done look
          && Evidence.of(look.evidence()).flag(EvidenceKey.QUIET)) {
        return look;
      }
      if (context.left().compareTo(SHORTEST) < 0) {
        return refused(context, reply);
      }
      PollDelay.shortly();
    }
  }

  private static AgentReply refused(StepContext context, AgentReply reply) {
    return switch (reply) {
      case AgentReply.Done look ->
          new AgentReply.Refused(
              RefusalCode.NOT_SETTLED,
              "the application is drained, and the database on %s is still written: %s; stop that, or name the tables in application.quiet.ignore"
                  .formatted(context.onHost(), Evidence.of(look.evidence()).text(EvidenceKey.WHY)),
              look.evidence());
      case AgentReply.Refused refused ->
          new AgentReply.Refused(
              RefusalCode.NOT_SETTLED,
              "whether the database on %s is still written cannot be seen: %s"
                  .formatted(context.onHost(), refused.why()),
              refused.evidence());
      case AgentReply.Unknown unknown -> unknown;
    };
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
