package dev.baton.step.application;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Starts the application and waits until it answers; its database must be writable by then (S10).
 *
 * <p>On the way back nothing has proved that: after a power failure the old site's database may
 * only be starting, and an application that finds none ends. There it is waited for.
 */
public record StartApplication() implements SingleActionStep {

  /** A crash recovery takes longer than a start; half of an undo's limit is left for the start. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "start-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_START;
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    if (context.undo()) {
      HostId database = databaseOf(context);
      Instant giveUp = context.clock().instant().plus(PATIENCE);
      while (takesNoWrites(database, agents)) {
        if (context.clock().instant().isAfter(giveUp)) {
          return new AgentReply.Refused(
              RefusalCode.NOT_SO,
              "the database on %s takes no writes, so the application was not started; start the database and retry"
                  .formatted(database),
              Map.of());
        }
        PollDelay.shortly();
      }
    }
    return SingleActionStep.super.run(context, agents);
  }

  private static HostId databaseOf(StepContext context) {
    return context.pair().sites().stream()
        .filter(site -> site.application().equals(context.onHost()))
        .findFirst()
        .orElseThrow()
        .database();
  }

  /**
   * One that is only starting runs already, and does not say yet whether it is in recovery. Where
   * the agent of the database does not answer, nothing is known against the start.
   */
  private static boolean takesNoWrites(HostId database, AgentGateway agents) {
    return agents.read(database, ActionType.POSTGRES_POSITION, Map.of())
            instanceof AgentReply.Done position
        && !Evidence.of(position.evidence()).denied(EvidenceKey.IN_RECOVERY);
  }

  /** Good health is not all of it: a start also ends badly when the application is not ready. */
  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    AgentReply reply =
        agents.read(
            ActionType.APPLICATION_HEALTH, Map.of(ActionParameter.THROUGH.wireName(), "local"));
    if (!(reply instanceof AgentReply.Done health)) {
      return new AgentReply.Unknown(reply.why());
    }
    Evidence evidence = Evidence.of(health.evidence());
    boolean up = "up".equals(evidence.text(EvidenceKey.STATE));
    if (up && !evidence.has(EvidenceKey.READY)) {
      return new AgentReply.Unknown(
          "the application on %s is up, and application.ready takes too long to say whether it is ready"
              .formatted(context.onHost()));
    }
    return up && !evidence.denied(EvidenceKey.READY)
        ? health
        : new AgentReply.Refused(
            RefusalCode.NOT_SO,
            "the application on %s is %s, ready: %s"
                .formatted(
                    context.onHost(),
                    evidence.text(EvidenceKey.STATE),
                    evidence.text(EvidenceKey.READY, "unknown")),
            health.evidence());
  }
}
