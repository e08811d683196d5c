package dev.baton.step;

import static dev.baton.step.SingleActionRow.ANYTHING;
import static dev.baton.step.SingleActionRow.DATABASE_DOWN;
import static dev.baton.step.SingleActionRow.NO_PARAMS;
import static dev.baton.step.SingleActionRow.SAME_DATABASE;
import static dev.baton.step.SingleActionRow.UNSEEN;
import static dev.baton.step.SingleActionRow.application;
import static dev.baton.step.SingleActionRow.fixed;
import static dev.baton.step.SingleActionRow.planned;
import static dev.baton.step.SingleActionRow.safeguard;
import static dev.baton.step.SingleActionRow.shows;
import static dev.baton.step.SingleActionRow.step;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.HookPoint;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.RefusalCode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The steps that are one action and nothing else. A row says: name, action, its parameters, what
 * must be true on the host before, and how the effect can be seen afterwards.
 */
public final class SingleActionTable {

  /** Every such step; the order has no meaning. */
  public static final List<StepKind> STEPS =
      List.of(
          // Lets running jobs finish and takes no new ones, so that the stop cuts nothing off. That
          // it takes none is half of it: a drain that came to its limit has told it that.
          step(
              "drain-application",
              ActionType.APPLICATION_DRAIN,
              fixed(ActionParameter.DRAINED, "true"),
              ANYTHING,
              application(Map.of(EvidenceKey.DRAINED, "true", EvidenceKey.AT_WORK, "false"))),
          // Users hear of it by the end of their connections, which needs the address (S15). What
          // was acknowledged is in the database then.
          safeguard(
              "close-port",
              ActionType.APPLICATION_STOP,
              fixed(ActionParameter.MODE, "close"),
              ANYTHING,
              application(Map.of(EvidenceKey.LISTENING, "false"))),
          // Beside the stop of its database: what it does at its end serves nobody (S15).
          safeguard(
              "prove-application-ended",
              ActionType.APPLICATION_STOP,
              fixed(ActionParameter.MODE, "graceful"),
              ANYTHING,
              application(Map.of(EvidenceKey.RUNNING, "false"))),
          // Its health may be good on a database that takes no writes.
          step("prove-application", ActionType.APPLICATION_PROVE, NO_PARAMS, ANYTHING, UNSEEN),
          // The agent reads back that the address is gone (S2).
          safeguard(
              "release-address",
              ActionType.ADDRESS_RELEASE,
              NO_PARAMS,
              ANYTHING,
              shows(ActionType.ADDRESS_PROBE, Map.of(EvidenceKey.HELD, "false"))),
          // The agent looks once more for another owner before, and tells the neighbours after
          // (S2).
          step(
              "take-address",
              ActionType.ADDRESS_ASSIGN,
              NO_PARAMS,
              ANYTHING,
              shows(
                  ActionType.ADDRESS_PROBE,
                  Map.of(EvidenceKey.HELD, "true", EvidenceKey.ANSWERED, "false"))),
          // Has the standby look for WAL often: else a promotion right after the old primary's end
          // waits for five seconds.
          step(
              "ready-database",
              ActionType.POSTGRES_READY,
              fixed(ActionParameter.READY, "true"),
              SAME_DATABASE,
              UNSEEN),
          step(
              "settle-database",
              ActionType.POSTGRES_READY,
              fixed(ActionParameter.READY, "false"),
              SAME_DATABASE,
              UNSEEN),
          // Writes dirty pages out while the service is up, so that the stop has little to write.
          step(
              "checkpoint-database",
              ActionType.POSTGRES_CHECKPOINT,
              NO_PARAMS,
              SAME_DATABASE,
              UNSEEN),
          // In order, so that the shutdown checkpoint reaches the standby (S3).
          safeguard(
              "stop-database",
              ActionType.POSTGRES_STOP,
              fixed(ActionParameter.MODE, "fast"),
              SAME_DATABASE,
              shows(
                  ActionType.POSTGRES_CONTROL_DATA,
                  Map.of(EvidenceKey.RUNNING, "false", EvidenceKey.CLUSTER_STATE, "shut down"))),
          // The way back before any promotion: the old primary is the primary again.
          step(
              "start-database",
              ActionType.POSTGRES_START,
              fixed(ActionParameter.ROLE, HostRole.PRIMARY.wireName()),
              SAME_DATABASE,
              shows(
                  ActionType.POSTGRES_POSITION,
                  Map.of(EvidenceKey.RUNNING, "true", EvidenceKey.IN_RECOVERY, "false"))),
          // Keeps commits on the new primary from waiting for the old one (S12). The plan carries
          // as "before" what this takes off, because a repeat no longer finds it.
          step(
              "relax-synchronous",
              ActionType.POSTGRES_SYNCHRONOUS,
              fixed(ActionParameter.NAMES, ""),
              SAME_DATABASE,
              shows(
                  ActionType.POSTGRES_POSITION, Map.of(EvidenceKey.SYNCHRONOUS_STANDBY_NAMES, ""))),
          // Once there is a standby to wait for again (S12).
          step(
              "restore-synchronous",
              ActionType.POSTGRES_SYNCHRONOUS,
              planned(ActionParameter.NAMES),
              SAME_DATABASE,
              (context, agents) ->
                  agents.shows(
                      ActionType.POSTGRES_POSITION,
                      Map.of(
                          EvidenceKey.SYNCHRONOUS_STANDBY_NAMES.wireName(),
                          context.param(ActionParameter.NAMES)))),
          // The application must not run, however it has to be ended.
          safeguard(
              "fence-application",
              ActionType.APPLICATION_STOP,
              fixed(ActionParameter.MODE, "kill"),
              ANYTHING,
              application(Map.of(EvidenceKey.RUNNING, "false"))),
          // As release-address, on a host that is to be out of the service.
          safeguard(
              "fence-address",
              ActionType.ADDRESS_RELEASE,
              NO_PARAMS,
              ANYTHING,
              shows(ActionType.ADDRESS_PROBE, Map.of(EvidenceKey.HELD, "false"))),
          hook(HookPoint.BEFORE_CLOSE),
          hook(HookPoint.AFTER_OPEN),
          hook(HookPoint.AFTER_RESTORE),
          // What a rewind or a copy is about to erase: timelines, WAL range, volume (S7).
          safeguard(
              "keep-evidence",
              ActionType.POSTGRES_EVIDENCE,
              planned(ActionParameter.FORK),
              DATABASE_DOWN,
              UNSEEN),
          // Data folders that base backups took the place of: those named in the plan, no other.
          step(
              "prune-folders",
              ActionType.POSTGRES_PRUNE,
              planned(ActionParameter.FOLDERS),
              ANYTHING,
              SingleActionTable::foldersGone));

  private SingleActionTable() {}

  /** The operator's own command at that point. */
  private static StepKind hook(HookPoint point) {
    return step(
        "hook-" + point.wireName(),
        ActionType.HOOK_RUN,
        input ->
            ActionParameter.params(
                Map.of(
                    ActionParameter.HOOK, point.wireName(),
                    ActionParameter.ROLE, input.param(ActionParameter.ROLE),
                    ActionParameter.FAILURE, input.param(ActionParameter.FAILURE))),
        ANYTHING,
        UNSEEN);
  }

  /** Whether no folder the plan names is there any more. */
  private static AgentReply foldersGone(StepContext context, AgentGateway agents) {
    if (!(agents.read(ActionType.POSTGRES_KEPT, Map.of()) instanceof AgentReply.Done kept)) {
      return new AgentReply.Unknown("%s does not say what is kept".formatted(context.onHost()));
    }
    return Arrays.stream(context.param(ActionParameter.FOLDERS).split(" ", -1))
            .noneMatch(kept.evidence()::containsKey)
        ? kept
        : new AgentReply.Refused(RefusalCode.NOT_SO, "they are still there", kept.evidence());
  }
}
