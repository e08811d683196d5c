package dev.baton.step.database;

import dev.baton.assessment.CarriedSlots;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a slot of somebody else on the standby, as the primary has it: what its reader has not read
 * yet is kept there from now on, and it goes on after the promotion. What is there is looked at
 * now; between plan and step may lie hours.
 */
public record CarrySlot() implements StepKind {

  @Override
  public String name() {
    return "carry-slot";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.POSTGRES_SLOT);
  }

  @Override
  public List<AgentOrder> orders(StepInput input) {
    return List.of(
        new AgentOrder(
            input.onHost(), ActionType.POSTGRES_SLOT, Map.of("slot", input.param("slot"))));
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    String slot = context.param("slot");
    HostId primary = new HostId(context.param("primary"));
    Optional<Map<String, String>> target = SlotPositions.of(context, agents, context.onHost());
    Optional<Map<String, String>> source = SlotPositions.of(context, agents, primary);
    if (source.isEmpty() || target.isEmpty()) {
      // What a replica that is gone has made must not count as never made.
      return new AgentReply.Refused(
          context.resumed() ? RefusalCode.NOT_SO : RefusalCode.UNREAD,
          SlotPositions.unread(source.isEmpty() ? primary : context.onHost()),
          Map.of());
    }
    CarriedSlots now = new CarriedSlots(primary, context.onHost(), source.get(), target.get());
    boolean there = CarriedSlots.exists(target.get(), slot);
    if (there && context.resumed()) {
      return make(context, agents, now); // the agent knows whether it was that replica
    }
    if (!now.live(slot)) {
      return new AgentReply.Done(
          Map.of(
              EvidenceKey.BECAUSE.wireName(),
              "%s has no slot %s that keeps WAL".formatted(primary, slot)),
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
    AgentReply reply =
        agents.perform(
            orders(context.planned()).getFirst(),
            Map.of(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier()));
    return reply instanceof AgentReply.Done done ? judged(context, agents, before, done) : reply;
  }

  private static AgentReply judged(
      StepContext context, AgentGateway agents, CarriedSlots before, AgentReply.Done made) {
    Optional<String> obstacle =
        SlotPositions.of(context, agents, context.onHost())
            .map(target ->
                new CarriedSlots(before.from(), before.to(), before.primary(), target)
                    .obstacle(context.param("slot")))
            .orElse(Optional.of(SlotPositions.unread(context.onHost())));
    return obstacle
        .<AgentReply>map(why -> new AgentReply.Refused(RefusalCode.NOT_SO, why, made.evidence()))
        .orElse(made);
  }

  /** After an order, so what is there now was made by it: one that was there before needs none. */
  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    HostId primary = new HostId(context.param("primary"));
    String slot = context.param("slot");
    Optional<Map<String, String>> target = SlotPositions.of(context, agents, context.onHost());
    Optional<Map<String, String>> source = SlotPositions.of(context, agents, primary);
    if (source.isEmpty() || target.isEmpty()) {
      return new AgentReply.Unknown(
          SlotPositions.unread(source.isEmpty() ? primary : context.onHost()));
    }
    return CarriedSlots.exists(target.get(), slot)
        ? judged(
            context,
            agents,
            new CarriedSlots(primary, context.onHost(), source.get(), target.get()),
            new AgentReply.Done(Map.of(EvidenceKey.CREATED.wireName(), slot), Duration.ZERO))
        : new AgentReply.Refused(RefusalCode.NOT_SO, "it is not there", Map.of());
  }
}
