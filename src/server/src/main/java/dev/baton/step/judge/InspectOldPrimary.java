package dev.baton.step.judge;

import dev.baton.assessment.Rejoin;
import dev.baton.assessment.RewindPreflight;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Lsn;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.StepContext;
import dev.baton.step.StepKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides again, right before acting, how the old primary rejoins: follow, rewind or base backup.
 */
public record InspectOldPrimary() implements StepKind {

  private static final Duration READ = Duration.ofSeconds(5);

  /**
   * Reads both databases and decides.
   *
   * @return {@code Done} with {@code rejoin}, {@code why}, {@code fork}; otherwise what could not
   *     be read
   */
  public static AgentReply decide(HostAgent agent, HostId old, HostId primary) {
    AgentReply control = agent.read(old, ActionType.POSTGRES_CONTROL_DATA, Map.of(), READ);
    AgentReply position = agent.read(primary, ActionType.POSTGRES_POSITION, Map.of(), READ);
    AgentReply history = agent.read(primary, ActionType.POSTGRES_HISTORY, Map.of(), READ);
    if (!(control instanceof AgentReply.Done oldData)) {
      return control;
    }
    if (!(position instanceof AgentReply.Done current)) {
      return position;
    }
    if (!(history instanceof AgentReply.Done lines)) {
      return history;
    }
    // A folder without a database has no history either.
    String own =
        agent.read(old, ActionType.POSTGRES_HISTORY, Map.of(), READ)
                instanceof AgentReply.Done ownLines
            ? Evidence.of(ownLines.evidence()).text(EvidenceKey.HISTORY)
            : "";
    Rejoin rejoin =
        Rejoin.decide(
            oldData.evidence(),
            own,
            current.evidence(),
            Evidence.of(lines.evidence()).text(EvidenceKey.HISTORY));
    Map<String, String> found = new HashMap<>();
    found.put(EvidenceKey.REJOIN.wireName(), rejoin.kind().word());
    found.put(EvidenceKey.WHY.wireName(), rejoin.why());
    found.put(EvidenceKey.FORK.wireName(), rejoin.fork().map(Lsn::toString).orElse(""));
    found.put(
        EvidenceKey.CLUSTER_STATE.wireName(),
        Evidence.of(oldData.evidence()).text(EvidenceKey.CLUSTER_STATE, "unknown"));
    found.put(
        EvidenceKey.RUNNING.wireName(),
        Evidence.of(oldData.evidence()).text(EvidenceKey.RUNNING, "unknown"));
    return rejoin.kind() == RejoinKind.REWIND
        ? lookAhead(agent, old, found)
        : new AgentReply.Done(found, Duration.ZERO);
  }

  /** Checks beforehand whether the rewind would succeed. */
  private static AgentReply lookAhead(HostAgent agent, HostId old, Map<String, String> found) {
    AgentReply reply =
        agent.read(
            old,
            ActionType.POSTGRES_REWIND_CHECK,
            Map.of(ActionParameter.FORK.wireName(), Evidence.of(found).text(EvidenceKey.FORK)),
            READ);
    if (!(reply instanceof AgentReply.Done ahead)) {
      return reply;
    }
    RewindPreflight.never(ahead.evidence())
        .ifPresent(why -> {
          found.put(EvidenceKey.REJOIN.wireName(), RejoinKind.BASEBACKUP.word());
          found.put(
              EvidenceKey.WHY.wireName(), Evidence.of(found).text(EvidenceKey.WHY) + "; " + why);
        });
    RewindPreflight.first(ahead.evidence())
        .ifPresent(first -> found.put(EvidenceKey.FIRST.wireName(), first));
    return new AgentReply.Done(found, Duration.ZERO);
  }

  /**
   * Decides again, right before something is done about it.
   *
   * @param planned the kind of rejoin that the plan has steps for
   */
  public static AgentReply again(StepContext context, AgentGateway agents, RejoinKind planned) {
    AgentReply reply =
        decide(agents.agent(), context.onHost(), new HostId(context.param("primary")));
    if (!(reply instanceof AgentReply.Done done)) {
      return reply;
    }
    RejoinKind found =
        RejoinKind.of(Evidence.of(done.evidence()).text(EvidenceKey.REJOIN, "refuse"));
    if (!planned.covers(found)) {
      return new AgentReply.Refused(
          RefusalCode.REJOIN_CHANGED,
          "planned to %s, but now: %s; abort and start the recovery again"
              .formatted(planned.word(), Evidence.of(done.evidence()).text(EvidenceKey.WHY)),
          done.evidence());
    }
    Optional<String> first = Evidence.of(done.evidence()).find(EvidenceKey.FIRST);
    return planned == RejoinKind.REWIND && first.isPresent()
        ? new AgentReply.Refused(
            RefusalCode.REWIND_NOT_READY,
            "before %s is rewound: %s; then retry".formatted(context.onHost(), first.get()),
            done.evidence())
        : done;
  }

  @Override
  public String name() {
    return "inspect-old-primary";
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
    return again(context, agents, RejoinKind.of(context.param("rejoin")));
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return run(context, agents);
  }
}
