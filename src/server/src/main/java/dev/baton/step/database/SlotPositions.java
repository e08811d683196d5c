package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import java.util.Map;
import java.util.Optional;

/** Reads what a database says of its slots. */
final class SlotPositions {

  private SlotPositions() {}

  /** Keys of {@code postgres.position}; empty when the database itself did not answer. */
  static Optional<Map<String, String>> of(AgentGateway agents, HostId host) {
    return agents.read(host, ActionType.POSTGRES_POSITION, Map.of()) instanceof AgentReply.Done seen
            && Evidence.of(seen.evidence()).has(EvidenceKey.SLOT_POSITIONS)
        ? Optional.of(seen.evidence())
        : Optional.empty();
  }

  static AgentReply unread(HostId host) {
    return new AgentReply.Refused(
        RefusalCode.UNREAD, "the slots of %s could not be read".formatted(host), Map.of());
  }
}
