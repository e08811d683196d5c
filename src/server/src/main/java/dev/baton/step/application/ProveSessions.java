package dev.baton.step.application;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.ApplicationSessions;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Proves that the started application works on the promoted database: GoCD without its settings
 * opens an empty one of its own, and its health is good. Judged only where the application kept
 * sessions before the switch; one that opens them when it needs them need not have any now.
 */
public record ProveSessions() implements StepKind {

  @Override
  public String name() {
    return "prove-sessions";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    Evidence before = Evidence.of(context.operation().evidence(context.param("checked")));
    if (!before.flag(EvidenceKey.SESSIONS)) {
      return new AgentReply.Done(
          Map.of(
              EvidenceKey.BECAUSE.wireName(),
              before.denied(EvidenceKey.SESSIONS)
                  ? "it kept no sessions before the switch"
                  : "whether it kept sessions before the switch could not be seen"),
          Duration.ZERO);
    }
    HostId database = new HostId(context.param("database"));
    while (true) {
      AgentReply reply = ApplicationSessions.any(agents, context.onHost(), database);
      if (!(reply instanceof AgentReply.Done seen)
          || Evidence.of(seen.evidence()).flag(EvidenceKey.SESSIONS)) {
        return reply;
      }
      if (context.left().isZero()) {
        return new AgentReply.Refused(
            RefusalCode.NO_SESSION,
            "the application on %s answers, and has no session in the database on %s: it may work on another one; look at its database settings, restart it and retry"
                .formatted(context.onHost(), database),
            seen.evidence());
      }
      PollDelay.shortly();
    }
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
