package dev.baton.step.database;

import dev.baton.assessment.Replay;
import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.PollDelay;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Proves that the standby has the old primary's shutdown checkpoint, and with it every acknowledged
 * row (S3). Nothing follows that record, so a standby that has replayed beyond its beginning has
 * all of it.
 */
public record ProveCaughtUp() implements StepKind {

  @Override
  public String name() {
    return "prove-caught-up";
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
    Map<String, String> stopped = context.operation().evidence(context.param("stopped"));
    Optional<Lsn> checkpoint = Evidence.of(stopped).lsn(EvidenceKey.CHECKPOINT_LSN);
    if (checkpoint.isEmpty()
        || !"shut down".equals(Evidence.of(stopped).text(EvidenceKey.CLUSTER_STATE))) {
      return new AgentReply.Refused(
          RefusalCode.NO_SHUTDOWN_CHECKPOINT,
          "the old primary is '%s', not 'shut down'; its last rows cannot be proven to have arrived"
              .formatted(Evidence.of(stopped).text(EvidenceKey.CLUSTER_STATE, "unknown")),
          stopped);
    }
    while (true) {
      AgentReply reply = agents.read(ActionType.POSTGRES_POSITION, Map.of());
      if (!(reply instanceof AgentReply.Done position)) {
        return reply;
      }
      Map<String, String> seen = new HashMap<>(position.evidence());
      seen.put(EvidenceKey.SHUTDOWN_CHECKPOINT.wireName(), checkpoint.get().toString());
      Optional<Lsn> replayed = Evidence.of(seen).lsn(EvidenceKey.REPLAY_LSN);
      boolean sameTimeline =
          Evidence.of(stopped)
              .text(EvidenceKey.TIMELINE)
              .equals(Evidence.of(seen).text(EvidenceKey.TIMELINE, "unknown"));
      if (sameTimeline && replayed.isPresent() && replayed.get().compareTo(checkpoint.get()) > 0) {
        return new AgentReply.Done(proof(seen), position.took());
      }
      if (context.left().isZero()) {
        return new AgentReply.Refused(
            RefusalCode.BEHIND,
            "the standby has replayed to %s on timeline %s; the old primary ended at %s on timeline %s%s"
                .formatted(
                    Evidence.of(seen).text(EvidenceKey.REPLAY_LSN),
                    Evidence.of(seen).text(EvidenceKey.TIMELINE),
                    checkpoint.get(),
                    Evidence.of(stopped).text(EvidenceKey.TIMELINE),
                    new Replay(seen).heldUp().map("; "::concat).orElse("")),
            proof(seen));
      }
      PollDelay.briefly();
    }
  }

  private static Map<String, String> proof(Map<String, String> seen) {
    Map<String, String> proof = new HashMap<>(seen);
    proof
        .keySet()
        .retainAll(
            Stream.of(
                    EvidenceKey.SHUTDOWN_CHECKPOINT,
                    EvidenceKey.REPLAY_LSN,
                    EvidenceKey.RECEIVE_LSN,
                    EvidenceKey.TIMELINE,
                    EvidenceKey.SYSTEM_IDENTIFIER)
                .map(EvidenceKey::wireName)
                .toList());
    return proof;
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
