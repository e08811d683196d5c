package dev.baton.step.database;

import dev.baton.assessment.CarriedSlots;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.StepState;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Drops a slot of somebody else that was carried to the other database: here it would keep WAL for
 * nobody. One that somebody reads from stays and is named, and so does one of which the other
 * database has none. As an undo it drops what the step before has made, and nothing else.
 */
public record DropSlot() implements StepKind {

  @Override
  public String name() {
    return "drop-slot";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of(ActionType.POSTGRES_SLOT_DROP);
  }

  @Override
  public List<AgentOrder> orders(StepInput input) {
    return List.of(
        new AgentOrder(
            input.onHost(), ActionType.POSTGRES_SLOT_DROP, Map.of("slot", input.param("slot"))));
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    if (context.undo()) {
      return takeBack(context, agents);
    }
    HostId primary = new HostId(context.param("primary"));
    String slot = context.param("slot");
    Optional<Map<String, String>> there = SlotPositions.of(context, agents, primary);
    Optional<Map<String, String>> here = SlotPositions.of(context, agents, context.onHost());
    // Nothing waits for a slot that stays; it is said.
    if (there.isEmpty() || here.isEmpty()) {
      HostId silent = there.isEmpty() ? primary : context.onHost();
      return left(context, Map.of(), SlotPositions.unread(silent));
    }
    if (!CarriedSlots.keeps(here.get(), slot)) {
      return nothing("%s has no slot %s that keeps WAL".formatted(context.onHost(), slot));
    }
    return CarriedSlots.keeps(there.get(), slot)
        ? drop(context, agents)
        : left(context, Map.of(), "%s has none that keeps WAL for its reader".formatted(primary));
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
    AgentReply reply =
        agents.perform(
            orders(context.planned()).getFirst(),
            Map.of(
                EvidenceKey.SYSTEM_IDENTIFIER.wireName(),
                context.pair().systemIdentifier(),
                EvidenceKey.IN_RECOVERY.wireName(),
                "true"));
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
        "slot %s stays on %s: %s".formatted(context.param("slot"), context.onHost(), why));
    return new AgentReply.Done(evidence, Duration.ZERO);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return SlotPositions.of(context, agents, context.onHost())
        .<AgentReply>map(here ->
            CarriedSlots.exists(here, context.param("slot"))
                ? new AgentReply.Refused(RefusalCode.NOT_SO, "it is still there", Map.of())
                : new AgentReply.Done(Map.of(), Duration.ZERO))
        .orElse(new AgentReply.Unknown("the slots could not be read"));
  }
}
