package dev.baton.step.database;

import dev.baton.assessment.AttachedStandby;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Waits until the standby streams on the primary's timeline, and replays what the primary had
 * written at the first look. That a server runs in recovery proves nothing: one that can never
 * follow again says the same (S8).
 */
public record VerifyRedundancy() implements StepKind {

  /** Replay may take long, and to be taken up again no receiver takes longer than this. */
  private static final Duration WITHOUT_STREAM = Duration.ofMinutes(1);

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
    Optional<Lsn> written = Optional.empty();
    Instant streamed = context.clock().instant();
    while (true) {
      // The primary first: a standby that is up to date shows it at the first look then.
      AgentReply source = agents.read(primary, ActionType.POSTGRES_POSITION, Map.of());
      AgentReply standby = agents.read(ActionType.POSTGRES_POSITION, Map.of());
      Map<String, String> there = seen(source);
      Map<String, String> here = seen(standby);
      if (written.isEmpty()) {
        written = Evidence.of(there).lsn(EvidenceKey.WRITE_LSN);
      }
      boolean streams = streams(here, there, context.onHost());
      boolean replays = written.isPresent() && new Replay(here).reaches(written.get());
      if (streams && replays && standby instanceof AgentReply.Done done) {
        return new AgentReply.Done(
            Map.of(
                "receiver", "streaming",
                "timeline", Evidence.of(there).text(EvidenceKey.TIMELINE),
                "standbys", Evidence.of(there).text(EvidenceKey.STANDBYS)),
            done.took());
      }
      streamed = streams ? context.clock().instant() : streamed;
      boolean lost = context.clock().instant().isAfter(streamed.plus(WITHOUT_STREAM));
      if (lost || context.left().isZero()) {
        return streams && written.isPresent()
            ? behind(context.onHost(), primary, written.get(), here)
            : notStreaming(context.onHost(), primary, here);
      }
      PollDelay.soon();
    }
  }

  private static Map<String, String> seen(AgentReply reply) {
    return reply instanceof AgentReply.Done done ? done.evidence() : Map.of();
  }

  private static AgentReply notStreaming(HostId standby, HostId primary, Map<String, String> seen) {
    return new AgentReply.Refused(
        RefusalCode.NOT_STREAMING,
        "%s does not stream from %s on its timeline; its log says why".formatted(standby, primary),
        seen);
  }

  private static AgentReply behind(
      HostId standby, HostId primary, Lsn written, Map<String, String> seen) {
    return new AgentReply.Refused(
        RefusalCode.BEHIND,
        "%s streams from %s and does not replay up to %s, which that had written when this step began: %s"
            .formatted(standby, primary, written, new Replay(seen).missing(written)),
        seen);
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
