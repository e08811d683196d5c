package dev.baton.step.judge;

import dev.baton.assessment.Check;
import dev.baton.assessment.Check.Verdict;
import dev.baton.assessment.PairSnapshot;
import dev.baton.assessment.Readiness;
import dev.baton.host.AgentReply;
import dev.baton.pair.Site;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.ApplicationSessions;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Repeats the readiness checks of a graceful switchover before anything is touched. */
public record CheckReadiness() implements StepKind {

  /** What could not be looked at is looked at again before it refuses; nothing waits for it. */
  private static final int LOOKS = 3;

  @Override
  public String name() {
    return "check-readiness";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    Readiness readiness = look(context, agents);
    for (int looks = 1; readiness.verdict() == Verdict.UNKNOWN && looks < LOOKS; looks++) {
      readiness = look(context, agents);
    }
    if (readiness.verdict() == Verdict.READY) {
      return new AgentReply.Done(
          Map.of(
              "checks",
              Integer.toString(readiness.checks().size()),
              "open",
              "0",
              EvidenceKey.SESSIONS.wireName(),
              sessions(context, agents)),
          Duration.ZERO);
    }
    return new AgentReply.Refused(
        RefusalCode.NOT_READY,
        readiness.open().stream()
            .map(check -> "%s: %s".formatted(check.name(), check.measured()))
            .collect(Collectors.joining("; ")),
        readiness.open().stream()
            .collect(Collectors.toMap(Check::name, Check::measured, (a, b) -> a)));
  }

  private static Readiness look(StepContext context, AgentGateway agents) {
    return Readiness.graceful(context.pair(), PairSnapshot.take(agents.agent(), context.pair()));
  }

  /** Whether the application keeps sessions, which it must have on the new side then, too. */
  private static String sessions(StepContext context, AgentGateway agents) {
    Site from = context.pair().primarySite();
    return ApplicationSessions.lasting(agents, from.application(), from.database())
            instanceof AgentReply.Done seen
        ? Evidence.of(seen.evidence()).text(EvidenceKey.SESSIONS)
        : "unknown";
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
