package dev.baton.step.database;

import dev.baton.assessment.CarriedSlots;
import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a slot of somebody else on the standby, as the primary has it: what its reader has not read
 * yet is kept there from now on, and it goes on after the promotion. What is there is looked at
 * now; between plan and step may lie hours.
 */
public record CarrySlot() implements SingleActionStep {

  @Override
  public String name() {
    return "carry-slot";
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_SLOT;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return input.passedOn(ActionParameter.SLOT);
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return Map.of(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier());
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    String slot = context.param(ActionParameter.SLOT);
    SlotPositions seen = SlotPositions.read(context, agents);
    Optional<String> unread = seen.unread();
    if (unread.isPresent()) {
      // What a replica that is gone has made must not count as never made.
      return new AgentReply.Refused(
          context.resumed() ? RefusalCode.NOT_SO : RefusalCode.UNREAD, unread.get(), Map.of());
    }
    CarriedSlots now = seen.carried();
    boolean there = CarriedSlots.exists(now.target(), slot);
    if (there && context.resumed()) {
      return make(context, agents, now); // the agent knows whether it was that replica
    }
    if (!now.live(slot)) {
      return new AgentReply.Done(
          Map.of(
              EvidenceKey.BECAUSE.wireName(),
              "%s has no slot %s that keeps WAL".formatted(now.from(), slot)),
          Duration.ZERO);
    }
    Optional<String> obstacle = now.obstacle(slot);
    if (obstacle.isPresent()) {
      return new AgentReply.Refused(RefusalCode.BEHIND, obstacle.get(), Map.of());
    }
    return there
        ? new AgentReply.Done(Map.of(EvidenceKey.EXISTED.wireName(), "true"), Duration.ZERO)
        : make(context, agents, now);
  }

  /** A checkpoint that is under way has the slot begin later than the last one that has ended. */
  private AgentReply make(StepContext context, AgentGateway agents, CarriedSlots before) {
    AgentReply reply = SingleActionStep.super.run(context, agents);
    return reply instanceof AgentReply.Done made
        ? judged(context, before, SlotPositions.here(context, agents), made)
        : reply;
  }

  /** Whether the slot that is there now lets its reader go on. */
  private static AgentReply judged(
      StepContext context,
      CarriedSlots before,
      Optional<Map<String, String>> here,
      AgentReply.Done made) {
    return here.map(target ->
            new CarriedSlots(before.from(), before.to(), before.primary(), target)
                .obstacle(context.param(ActionParameter.SLOT)))
        .orElse(Optional.of(SlotPositions.unread(context.onHost())))
        .<AgentReply>map(why -> new AgentReply.Refused(RefusalCode.NOT_SO, why, made.evidence()))
        .orElse(made);
  }

  /** After an order, so what is there now was made by it: one that was there before needs none. */
  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    String slot = context.param(ActionParameter.SLOT);
    SlotPositions seen = SlotPositions.read(context, agents);
    Optional<String> unread = seen.unread();
    if (unread.isPresent()) {
      return new AgentReply.Unknown(unread.get());
    }
    return CarriedSlots.exists(seen.carried().target(), slot)
        ? judged(
            context,
            seen.carried(),
            seen.here(),
            new AgentReply.Done(Map.of(EvidenceKey.CREATED.wireName(), slot), Duration.ZERO))
        : new AgentReply.Refused(RefusalCode.NOT_SO, "it is not there", Map.of());
  }
}
