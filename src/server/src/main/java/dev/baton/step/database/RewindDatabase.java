package dev.baton.step.database;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.AgentGateway;
import dev.baton.step.SingleActionStep;
import dev.baton.step.StepContext;
import dev.baton.step.StepInput;
import dev.baton.step.judge.InspectOldPrimary;
import java.time.Duration;
import java.util.Map;

/**
 * Runs pg_rewind on the old primary: removes what the new one never had. keep-evidence has recorded
 * it before.
 */
public record RewindDatabase() implements SingleActionStep {

  private static final AgentReply READY = new AgentReply.Done(Map.of(), Duration.ZERO);

  @Override
  public String name() {
    return "rewind-database";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.POSTGRES_REWIND;
  }

  @Override
  public Map<String, String> params(StepInput input) {
    return input.passedOn(ActionParameter.HOST, ActionParameter.PORT);
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return Map.of(
        EvidenceKey.SYSTEM_IDENTIFIER.wireName(),
        context.pair().systemIdentifier(),
        EvidenceKey.POSTGRES_RUNNING.wireName(),
        "false");
  }

  @Override
  public AgentReply run(StepContext context, AgentGateway agents) {
    // What a replica that is gone may have ordered already is asked for, not judged again.
    AgentReply fit = context.resumed() ? READY : ready(context, agents);
    return fit instanceof AgentReply.Done ? SingleActionStep.super.run(context, agents) : fit;
  }

  private static AgentReply ready(StepContext context, AgentGateway agents) {
    return switch (InspectOldPrimary.again(context, agents, RejoinKind.REWIND)) {
      case AgentReply.Done done -> sourceReady(context, agents);
      // An earlier rewind broke off, or the log it needs is gone by now.
      case AgentReply.Refused(var code, var why, var found)
          when RejoinKind.BASEBACKUP.word().equals(Evidence.of(found).text(EvidenceKey.REJOIN)) ->
          new AgentReply.Refused(
              RefusalCode.FALL_BACK_NEEDED,
              String.valueOf(Evidence.of(found).text(EvidenceKey.WHY)),
              found);
      case AgentReply.Refused refused -> refused;
      case AgentReply.Unknown unknown -> unknown;
    };
  }

  /**
   * pg_rewind takes the timeline from the source's control file, which is stale until a checkpoint.
   */
  private static AgentReply sourceReady(StepContext context, AgentGateway agents) {
    HostId primary = new HostId(context.param("primary"));
    AgentReply position = agents.read(primary, ActionType.POSTGRES_POSITION, Map.of());
    AgentReply control = agents.read(primary, ActionType.POSTGRES_CONTROL_DATA, Map.of());
    if (!(position instanceof AgentReply.Done now)) {
      return position;
    }
    if (!(control instanceof AgentReply.Done written)) {
      return control;
    }
    boolean ready =
        Evidence.of(now.evidence()).denied(EvidenceKey.IN_RECOVERY)
            && Evidence.of(now.evidence())
                .text(EvidenceKey.TIMELINE, "?")
                .equals(Evidence.of(written.evidence()).text(EvidenceKey.TIMELINE));
    return ready
        ? READY
        : new AgentReply.Refused(
            RefusalCode.SOURCE_NOT_READY,
            "%s is no primary with a checkpoint on its timeline; make one there, then retry"
                .formatted(primary),
            written.evidence());
  }

  @Override
  public AgentReply probe(StepContext context, AgentGateway agents) {
    return new AgentReply.Unknown(
        "whether it took effect cannot be seen from outside; look at its output before a retry");
  }
}
