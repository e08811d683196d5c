package dev.baton.step.database;

import dev.baton.assessment.CarriedSlots;
import dev.baton.host.AgentReply;
import dev.baton.pair.StepState;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Drops a slot of somebody else that was carried to the other database: here it would keep WAL for
 * nobody. One that somebody reads from stays and is named, and so does one of which the other
 * database has none. As an undo it drops what the step before has made, and nothing else.
 */
public record DropSlot() implements SingleActionStep {

  @Override
  public String name() {
    return "drop-slot";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_SLOT_DROP;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return input.passedOn(ActionParameter.SLOT);
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return Map.of(
        EvidenceKey.SYSTEM_IDENTIFIER.wireName(),
        context.pair().systemIdentifier(),
        EvidenceKey.IN_RECOVERY.wireName(),
        "true");
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    if (context.undo()) {
      return takeBack(context, agents);
    }
    String slot = context.param(ActionParameter.SLOT);
    SlotPositions seen = SlotPositions.read(context, agents);
    Optional<String> unread = seen.unread();
    if (unread.isPresent()) {
      return left(context, Map.of(), unread.get()); // nothing waits for a slot that stays
    }
    CarriedSlots now = seen.carried();
    if (!CarriedSlots.keeps(now.target(), slot)) {
      return nothing("%s has no slot %s that keeps WAL".formatted(now.to(), slot));
    }
    return now.live(slot)
        ? drop(context, agents)
        : left(
            context, Map.of(), "%s has none that keeps WAL for its reader".formatted(now.from()));
  }

  /** What the step before may have made. */
  private AgentReply takeBack(StepContext context, AgentGateway agents) {
    return switch (context.operation().steps().get(context.step())) {
      case StepState.Done done when !Evidence.of(done.evidence()).has(EvidenceKey.CREATED) ->
          done.attempt() == 1
              ? nothing("it was not made by this operation")
              : left(context, Map.of(), "it may have been there before");
      case StepState.Refused refused when refused.untouched() ->
          nothing("it was not made by this operation");
      case null, default -> drop(context, agents);
    };
  }

  private static AgentReply nothing(String because) {
    return new AgentReply.Done(Map.of(EvidenceKey.BECAUSE.wireName(), because), Duration.ZERO);
  }

  private AgentReply drop(StepContext context, AgentGateway agents) {
    AgentReply reply = SingleActionStep.super.run(context, agents);
    if (!(reply instanceof AgentReply.Done done)) {
      return reply;
    }
    Evidence evidence = Evidence.of(done.evidence());
    return evidence.flag(EvidenceKey.EXISTED) && evidence.denied(EvidenceKey.DROPPED)
        ? left(context, done.evidence(), "somebody reads from it")
        : done;
  }

  /** For a person to look after: it keeps WAL until its reader has moved and it is dropped. */
  private static AgentReply left(StepContext context, Map<String, String> seen, String why) {
    Map<String, String> evidence = new HashMap<>(seen);
    evidence.put(
        EvidenceKey.LEFT.wireName(),
        "slot %s stays on %s: %s"
            .formatted(context.param(ActionParameter.SLOT), context.onHost(), why));
    return new AgentReply.Done(evidence, Duration.ZERO);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return SlotPositions.here(context, agents)
        .<AgentReply>map(here ->
            CarriedSlots.exists(here, context.param(ActionParameter.SLOT))
                ? new AgentReply.Refused(RefusalCode.NOT_SO, "it is still there", Map.of())
                : new AgentReply.Done(Map.of(), Duration.ZERO))
        .orElse(new AgentReply.Unknown(SlotPositions.unread(context.onHost())));
  }
}
