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
    HostId primary = new HostId(context.param("primary"));
    String slot = context.param("slot");
    Optional<Map<String, String>> source = SlotPositions.of(agents, primary);
    Optional<Map<String, String>> target = SlotPositions.of(agents, context.onHost());
    if (source.isEmpty() || target.isEmpty()) {
      return SlotPositions.unread(source.isEmpty() ? primary : context.onHost());
    }
    CarriedSlots now = new CarriedSlots(primary, context.onHost(), source.get(), target.get());
    if (!now.live(slot)) {
      return new AgentReply.Done(
          Map.of(
              EvidenceKey.BECAUSE.wireName(),
              "%s has no slot %s that keeps WAL".formatted(primary, slot)),
          Duration.ZERO);
    }
    // A replica that is gone may have made the one that is there; the agent knows.
    boolean theirs = CarriedSlots.exists(target.get(), slot) && !context.resumed();
    Optional<String> obstacle = now.obstacle(slot);
    if (obstacle.isPresent()) {
      return new AgentReply.Refused(RefusalCode.BEHIND, obstacle.get(), Map.of());
    }
    return theirs
        ? new AgentReply.Done(Map.of(EvidenceKey.EXISTED.wireName(), "true"), Duration.ZERO)
        : made(context, agents, source.get());
  }

  /** A checkpoint that is under way has the slot begin later than the last one that has ended. */
  private AgentReply made(StepContext context, AgentGateway agents, Map<String, String> source) {
    AgentReply reply =
        agents.perform(
            orders(context.planned()).getFirst(),
            Map.of(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier()));
    if (!(reply instanceof AgentReply.Done done)) {
      return reply;
    }
    HostId primary = new HostId(context.param("primary"));
    return SlotPositions.of(agents, context.onHost())
        .map(target -> new CarriedSlots(primary, context.onHost(), source, target))
        .map(now -> now.obstacle(context.param("slot")))
        .orElse(Optional.of("where it begins could not be read"))
        .<AgentReply>map(why -> new AgentReply.Refused(RefusalCode.NOT_SO, why, done.evidence()))
        .orElse(done);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
