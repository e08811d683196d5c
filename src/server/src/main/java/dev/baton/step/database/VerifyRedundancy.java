package dev.baton.step.database;

import dev.baton.assessment.AttachedStandby;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.Map;
import java.util.Set;

/**
 * Waits until the standby streams on the primary's timeline. That a server runs in recovery proves
 * nothing: one that can never follow again says the same (S8).
 */
public record VerifyRedundancy() implements StepKind {

  @Override
  public String name() {
    return "verify-redundancy";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    HostId primary = new HostId(context.param("primary"));
    while (true) {
      AgentReply standby = agents.read(ActionType.POSTGRES_POSITION, Map.of());
      AgentReply source = agents.read(primary, ActionType.POSTGRES_POSITION, Map.of());
      if (standby instanceof AgentReply.Done here
          && source instanceof AgentReply.Done there
          && streams(here.evidence(), there.evidence(), context.onHost())) {
        return new AgentReply.Done(
            Map.of(
                "receiver", "streaming",
                "timeline", Evidence.of(there.evidence()).text(EvidenceKey.TIMELINE),
                "standbys", Evidence.of(there.evidence()).text(EvidenceKey.STANDBYS)),
            here.took());
      }
      if (context.left().isZero()) {
        return new AgentReply.Refused(
            RefusalCode.NOT_STREAMING,
            "%s does not stream from %s on its timeline; its log says why"
                .formatted(context.onHost(), primary),
            standby instanceof AgentReply.Done here ? here.evidence() : Map.of());
      }
      PollDelay.soon();
    }
  }

  private static boolean streams(
      Map<String, String> standby, Map<String, String> primary, HostId host) {
    return "streaming".equals(Evidence.of(standby).text(EvidenceKey.RECEIVER))
        && Evidence.of(standby)
            .text(EvidenceKey.RECEIVER_TIMELINE, "?")
            .equals(Evidence.of(primary).text(EvidenceKey.TIMELINE))
        && AttachedStandby.streams(primary, host);
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
