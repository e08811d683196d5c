package dev.baton.step.database;

import dev.baton.assessment.CarriedSlots;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a slot of somebody else on the standby, as the primary has it: what its reader has not read
 * yet is kept there from now on, and it goes on after the promotion.
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
    if (!(agents.read(primary, ActionType.POSTGRES_POSITION, Map.of())
        instanceof AgentReply.Done source)) {
      return unread(primary);
    }
    if (!(agents.read(ActionType.POSTGRES_POSITION, Map.of()) instanceof AgentReply.Done target)) {
      return unread(context.onHost());
    }
    Optional<Lsn> needed = CarriedSlots.position(source.evidence(), slot);
    Optional<Lsn> kept = CarriedSlots.kept(target.evidence());
    if (needed.isPresent() && kept.isPresent() && needed.get().compareTo(kept.get()) < 0) {
      return new AgentReply.Refused(
          RefusalCode.BEHIND,
          "the reader of slot %s on %s needs WAL from %s on, and %s keeps it from %s on: let it catch up"
              .formatted(slot, primary, needed.get(), context.onHost(), kept.get()),
          Map.of());
    }
    return agents.perform(
        orders(context.planned()).getFirst(),
        Map.of(EvidenceKey.SYSTEM_IDENTIFIER.wireName(), context.pair().systemIdentifier()));
  }

  private static AgentReply unread(HostId host) {
    return new AgentReply.Refused(
        RefusalCode.UNREAD, "the position of %s could not be read".formatted(host), Map.of());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return agents.read(ActionType.POSTGRES_POSITION, Map.of()) instanceof AgentReply.Done seen
            && CarriedSlots.exists(seen.evidence(), context.param("slot"))
        ? seen
        : new AgentReply.Unknown("the slot is not seen on %s".formatted(context.onHost()));
  }
}
