package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Reads what a database says of its slots. */
final class SlotPositions {

  /** A checkpoint beside it may keep a server busy for longer than an agent waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private SlotPositions() {}

  /** Keys of {@code postgres.position}; empty when the database itself did not answer. */
  static Optional<Map<String, String>> of(StepContext context, AgentGateway agents, HostId host) {
    Instant giveUp = context.clock().instant().plus(PATIENCE);
    while (true) {
      if (agents.read(host, ActionType.POSTGRES_POSITION, Map.of()) instanceof AgentReply.Done seen
          && Evidence.of(seen.evidence()).has(EvidenceKey.SLOT_POSITIONS)) {
        return Optional.of(seen.evidence());
      }
      if (context.clock().instant().isAfter(giveUp) || context.left().isZero()) {
        return Optional.empty();
      }
      PollDelay.shortly();
    }
  }

  static String unread(HostId host) {
    return "the slots of %s could not be read".formatted(host);
  }
}
