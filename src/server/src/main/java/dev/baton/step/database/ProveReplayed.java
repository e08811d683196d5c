package dev.baton.step.database;

import dev.baton.assessment.Replay;
import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves while service is up that the standby replays what the primary had written when the step
 * began. One that receives everything and replays late would be found only when all is stopped.
 */
public record ProveReplayed() implements StepKind {

  @Override
  public String name() {
    return "prove-replayed";
  }

  @Override
  public Set<ActionType> actions() {
    return Set.of();
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    HostId primary = new HostId(context.param("primary"));
    Optional<Lsn> written = Optional.empty();
    while (true) {
      if (written.isEmpty()) {
        AgentReply source = agents.read(primary, ActionType.POSTGRES_POSITION, Map.of());
        if (!(source instanceof AgentReply.Done there)) {
          return source;
        }
        written = Evidence.of(there.evidence()).lsn(EvidenceKey.WRITE_LSN);
      }
      AgentReply standby = agents.read(ActionType.POSTGRES_POSITION, Map.of());
      if (!(standby instanceof AgentReply.Done here)) {
        return standby;
      }
      Replay replay = new Replay(here.evidence());
      if (written.isPresent() && replay.reaches(written.get())) {
        return new AgentReply.Done(proof(written.get(), replay), here.took());
      }
      if (context.left().isZero()) {
        return refused(context.onHost(), primary, written, replay);
      }
      PollDelay.shortly();
    }
  }

  private static Map<String, String> proof(Lsn written, Replay replay) {
    return Map.of(
        EvidenceKey.WRITE_LSN.wireName(),
        written.toString(),
        EvidenceKey.REPLAY_LSN.wireName(),
        Evidence.of(replay.standby()).text(EvidenceKey.REPLAY_LSN));
  }

  private static AgentReply refused(
      HostId standby, HostId primary, Optional<Lsn> written, Replay replay) {
    return written
        .map(position ->
            new AgentReply.Refused(
                RefusalCode.BEHIND,
                "%s has not replayed up to %s, which %s had written when this step began: %s"
                    .formatted(standby, position, primary, replay.missing(position)),
                replay.standby()))
        .orElseGet(() ->
            new AgentReply.Refused(
                RefusalCode.UNREAD,
                "how far %s has written cannot be seen".formatted(primary),
                Map.of()));
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
