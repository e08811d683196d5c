package dev.baton.agent.host;

import dev.baton.agent.action.HostAction;
import dev.baton.agent.activity.PostgresClients;
import dev.baton.agent.activity.PostgresQuiet;
import dev.baton.agent.application.ApplicationDrain;
import dev.baton.agent.application.ApplicationDrill;
import dev.baton.agent.application.ApplicationProbe;
import dev.baton.agent.application.ApplicationProcess;
import dev.baton.agent.application.ApplicationProve;
import dev.baton.agent.application.ApplicationReady;
import dev.baton.agent.application.ApplicationStart;
import dev.baton.agent.application.ApplicationStop;
import dev.baton.agent.drill.DrillCopyAction;
import dev.baton.agent.drill.DrillLookAction;
import dev.baton.agent.drill.DrillPromoteAction;
import dev.baton.agent.drill.DrillRemoveAction;
import dev.baton.agent.files.FileSender;
import dev.baton.agent.network.AddressActions;
import dev.baton.agent.network.HostFence;
import dev.baton.agent.network.TcpProbe;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.postgres.PostgresBaseBackup;
import dev.baton.agent.postgres.PostgresControl;
import dev.baton.agent.postgres.PostgresEvidence;
import dev.baton.agent.postgres.PostgresFollow;
import dev.baton.agent.postgres.PostgresHistory;
import dev.baton.agent.postgres.PostgresPromote;
import dev.baton.agent.postgres.PostgresReach;
import dev.baton.agent.postgres.PostgresRewind;
import dev.baton.agent.postgres.PostgresRewindCheck;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PostgresSettings;
import dev.baton.agent.postgres.PostgresSize;
import dev.baton.agent.postgres.PostgresSlots;
import dev.baton.agent.postgres.PostgresStart;
import dev.baton.agent.postgres.PostgresStartCheck;
import dev.baton.agent.postgres.PostgresStop;
import dev.baton.agent.postgres.PreservedConfig;
import dev.baton.agent.postgres.RetainedDataFolders;
import dev.baton.agent.tls.AgentTls;
import dev.baton.protocol.ActionType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Maps each action type to its implementation on this host. The switch covers every type, or it
 * does not compile.
 */
public final class ActionRegistry {

  private final Map<ActionType, HostAction> actions = new EnumMap<>(ActionType.class);

  public ActionRegistry(Policy policy, HostResources hostResources, AgentTls tls) {
    for (ActionType type : ActionType.values()) {
      if (hostResources.has(type.resource())) {
        actions.put(type, create(type, policy, hostResources, tls));
      }
    }
  }

  /** The part it belongs to must be in the policy. */
  public HostAction action(ActionType type) {
    return Optional.ofNullable(actions.get(type)).orElseThrow();
  }

  private static HostAction create(
      ActionType type, Policy policy, HostResources hostResources, AgentTls tls) {
    return switch (type) {
      case POSTGRES_POSITION ->
          immediate(actionContext -> hostResources.position().orElseThrow().read());
      case POSTGRES_CONTROL_DATA -> immediate(new PostgresControl(server(hostResources))::run);
      case POSTGRES_HISTORY -> immediate(new PostgresHistory(server(hostResources))::run);
      case POSTGRES_SIZE -> immediate(new PostgresSize(server(hostResources))::run);
      case POSTGRES_KEPT -> immediate(new RetainedDataFolders(server(hostResources))::list);
      case POSTGRES_REWIND_CHECK -> immediate(new PostgresRewindCheck(server(hostResources))::run);
      case POSTGRES_REACH -> immediate(new PostgresReach(server(hostResources))::run);
      case POSTGRES_START_CHECK -> immediate(new PostgresStartCheck(server(hostResources))::run);
      case POSTGRES_QUIET -> immediate(new PostgresQuiet(server(hostResources))::run);
      case POSTGRES_CLIENTS -> immediate(new PostgresClients(server(hostResources))::run);
      case POSTGRES_CHECKPOINT ->
          immediate(new PostgresSettings(server(hostResources))::checkpoint);
      case POSTGRES_READY -> immediate(new PostgresSettings(server(hostResources))::ready);
      case POSTGRES_STOP -> immediate(new PostgresStop(server(hostResources))::run);
      case POSTGRES_START -> immediate(new PostgresStart(server(hostResources))::run);
      case POSTGRES_PROMOTE -> immediate(new PostgresPromote(server(hostResources))::run);
      case POSTGRES_FOLLOW -> immediate(new PostgresFollow(server(hostResources))::run);
      case POSTGRES_SLOT -> immediate(new PostgresSlots(server(hostResources))::make);
      case POSTGRES_SLOT_DROP -> immediate(new PostgresSlots(server(hostResources))::drop);
      case POSTGRES_SYNCHRONOUS ->
          immediate(new PostgresSettings(server(hostResources))::synchronous);
      case POSTGRES_EVIDENCE -> immediate(new PostgresEvidence(server(hostResources))::run);
      case POSTGRES_REWIND -> new PostgresRewind(server(hostResources), own(hostResources, policy));
      case POSTGRES_BASE_BACKUP ->
          new PostgresBaseBackup(server(hostResources), own(hostResources, policy));
      case DRILL_LOOK -> immediate(new DrillLookAction(server(hostResources))::run);
      case DRILL_COPY -> new DrillCopyAction(server(hostResources));
      case DRILL_PROMOTE -> immediate(new DrillPromoteAction(server(hostResources))::run);
      case DRILL_REMOVE -> immediate(new DrillRemoveAction(server(hostResources))::run);
      case POSTGRES_PRUNE -> immediate(new RetainedDataFolders(server(hostResources))::prune);
      case APPLICATION_HEALTH ->
          immediate(new ApplicationReady(application(hostResources), probe(hostResources))::run);
      case APPLICATION_START ->
          immediate(
              new ApplicationStart(
                      application(hostResources),
                      probe(hostResources),
                      stop(hostResources),
                      policy.state())
                  ::run);
      case APPLICATION_STOP -> immediate(stop(hostResources)::run);
      case APPLICATION_DRAIN ->
          immediate(new ApplicationDrain(application(hostResources), probe(hostResources))::run);
      case APPLICATION_PROVE -> immediate(new ApplicationProve(application(hostResources))::run);
      case APPLICATION_DRILL -> immediate(new ApplicationDrill(application(hostResources))::run);
      case ADDRESS_PROBE -> immediate(address(hostResources)::probe);
      case ADDRESS_ASSIGN -> immediate(address(hostResources)::assign);
      case ADDRESS_RELEASE -> immediate(address(hostResources)::release);
      case FILES_DIGEST ->
          immediate(actionContext -> hostResources.files().orElseThrow().digests());
      case FILES_RECEIVE -> immediate(hostResources.tickets().orElseThrow()::open);
      case NETWORK_LOOK -> immediate(new TcpProbe()::run);
      case HOOK_RUN -> immediate(new HookAction(policy.hooks())::run);
      case HOST_FENCE -> immediate(new HostFence(policy.fence().orElseThrow())::run);
      case FILES_SEND -> immediate(new FileSender(hostResources.files().orElseThrow(), tls)::run);
    };
  }

  private static HostAction immediate(HostAction.Immediate work) {
    return work;
  }

  private static PostgresServer server(HostResources hostResources) {
    return hostResources.postgres().orElseThrow();
  }

  private static ApplicationProcess application(HostResources hostResources) {
    return hostResources.application().orElseThrow();
  }

  private static ApplicationStop stop(HostResources hostResources) {
    return hostResources.stop().orElseThrow();
  }

  private static ApplicationProbe probe(HostResources hostResources) {
    return hostResources.probe().orElseThrow();
  }

  private static AddressActions address(HostResources hostResources) {
    return hostResources.address().orElseThrow();
  }

  private static PreservedConfig own(HostResources hostResources, Policy policy) {
    return new PreservedConfig(server(hostResources), policy.state());
  }
}
