package dev.baton.step.application;

import dev.baton.host.AgentReply;
import dev.baton.host.Observation;
import dev.baton.pair.StepState;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import java.time.Duration;
import java.util.Map;

/**
 * Has a drained application work again. As an undo it ends the drain of the step before, and no
 * other: one that was never begun needs no end, and could not be had where a token is refused; one
 * that was there before is somebody else's and is named.
 */
public record UndrainApplication() implements SingleActionStep {

  @Override
  public String name() {
    return "undrain-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_DRAIN;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return Map.of(ActionParameter.DRAINED.wireName(), "false");
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    return switch (context.undo() ? context.operation().steps().get(context.step()) : null) {
      case StepState.Refused refused when refused.untouched() ->
          nothing(EvidenceKey.BECAUSE, "it was not drained by this operation");
      case StepState.Done done when before(done.attempt(), done.evidence()) ->
          left(context, agents);
      // It waited for the end of the work that was under way, and drained nothing.
      case StepState.Refused refused when before(refused.attempt(), refused.evidence()) ->
          left(context, agents);
      case null, default -> SingleActionStep.super.run(context, agents);
    };
  }

  /**
   * Whether somebody else had drained it; from the second attempt on it may have been the first.
   */
  private static boolean before(int attempt, Map<String, String> evidence) {
    return attempt == 1 && Evidence.of(evidence).flag(EvidenceKey.ALREADY);
  }

  private AgentReply left(StepContext context, AgentGateway agents) {
    AgentReply seen = probe(context, agents);
    if (seen instanceof AgentReply.Done) {
      return nothing(EvidenceKey.BECAUSE, "it is not drained any more");
    }
    boolean still =
        seen instanceof AgentReply.Refused refused
            && Evidence.of(refused.evidence()).flag(EvidenceKey.DRAINED);
    return nothing(
        EvidenceKey.LEFT,
        (still
                ? "the application on %s was drained before this operation and still is: it takes no new work until that is ended by hand"
                : "the application on %s was drained before this operation; whether it still is cannot be seen: it may take no new work until that is ended by hand")
            .formatted(context.onHost()));
  }

  private static AgentReply nothing(EvidenceKey key, String why) {
    return new AgentReply.Done(Map.of(key.wireName(), why), Duration.ZERO);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.sees(Observation::application, Map.of(EvidenceKey.DRAINED.wireName(), "false"));
  }
}
