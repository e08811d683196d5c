package dev.baton.step.database;

import dev.baton.assessment.CarriedSlots;
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

/**
 * What two databases say of their slots, keys of {@code postgres.position}; empty where the
 * database itself did not answer.
 *
 * @param primary named by the plan
 * @param host the step's own
 */
record SlotPositions(
    HostId primary,
    HostId host,
    Optional<Map<String, String>> there,
    Optional<Map<String, String>> here) {

  /** A checkpoint beside it may keep a server busy for longer than an agent waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static SlotPositions read(StepContext context, AgentGateway agents) {
    HostId primary = new HostId(context.param("primary"));
    return new SlotPositions(
        primary, context.onHost(), of(context, agents, primary), here(context, agents));
  }

  /** Of the step's own host alone. */
  static Optional<Map<String, String>> here(StepContext context, AgentGateway agents) {
    return of(context, agents, context.onHost());
  }

  private static Optional<Map<String, String>> of(
      StepContext context, AgentGateway agents, HostId host) {
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

  /** Which of them did not answer; empty when both did. */
  Optional<String> unread() {
    if (there.isPresent() && here.isPresent()) {
      return Optional.empty();
    }
    return Optional.of(unread(there.isEmpty() ? primary : host));
  }

  static String unread(HostId host) {
    return "the slots of %s could not be read".formatted(host);
  }

  /** From the primary to the step's host, when both have answered. */
  CarriedSlots carried() {
    return new CarriedSlots(primary, host, there.orElseThrow(), here.orElseThrow());
  }
}
