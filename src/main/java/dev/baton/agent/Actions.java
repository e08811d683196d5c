package dev.baton.agent;

import dev.baton.action.ActionType;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** How each action is done on this host. Without a branch for each action it does not compile. */
final class Actions {

  private final Map<ActionType, Work> works = new EnumMap<>(ActionType.class);

  Actions(Policy policy, Parts parts, AgentTls tls) {
    for (ActionType type : ActionType.values()) {
      if (parts.has(type.resource())) {
        works.put(type, create(type, policy, parts, tls));
      }
    }
  }

  /** The part it belongs to must be in the policy. */
  Work work(ActionType type) {
    return Optional.ofNullable(works.get(type)).orElseThrow();
  }

  private static Work create(ActionType type, Policy policy, Parts parts, AgentTls tls) {
    return switch (type) {
      case POSTGRES_POSITION -> immediate(run -> parts.position().orElseThrow().read());
      case POSTGRES_CONTROL_DATA -> immediate(new PostgresControl(server(parts))::run);
      case POSTGRES_HISTORY -> immediate(new PostgresHistory(server(parts))::run);
      case POSTGRES_SIZE -> immediate(new PostgresSize(server(parts))::run);
      case POSTGRES_KEPT -> immediate(new PostgresKept(server(parts))::list);
      case POSTGRES_REWIND_CHECK -> immediate(new PostgresRewindCheck(server(parts))::run);
      case POSTGRES_REACH -> immediate(new PostgresReach(server(parts))::run);
      case POSTGRES_CHECKPOINT -> immediate(new PostgresSettings(server(parts))::checkpoint);
      case POSTGRES_READY -> immediate(new PostgresSettings(server(parts))::ready);
      case POSTGRES_STOP -> immediate(new PostgresStop(server(parts))::run);
      case POSTGRES_START -> immediate(new PostgresStart(server(parts))::run);
      case POSTGRES_PROMOTE -> immediate(new PostgresPromote(server(parts))::run);
      case POSTGRES_FOLLOW -> immediate(new PostgresFollow(server(parts))::run);
      case POSTGRES_SLOT -> immediate(new PostgresSettings(server(parts))::slot);
      case POSTGRES_SYNCHRONOUS -> immediate(new PostgresSettings(server(parts))::synchronous);
      case POSTGRES_EVIDENCE -> immediate(new PostgresEvidence(server(parts))::run);
      case POSTGRES_REWIND -> new PostgresRewind(server(parts), own(parts, policy));
      case POSTGRES_BASE_BACKUP -> new PostgresBaseBackup(server(parts), own(parts, policy));
      case DRILL_LOOK -> immediate(new DrillLook(server(parts))::run);
      case DRILL_COPY -> new DrillCopy(server(parts));
      case DRILL_PROMOTE -> immediate(new DrillPromote(server(parts))::run);
      case DRILL_REMOVE -> immediate(new DrillRemove(server(parts))::run);
      case POSTGRES_PRUNE -> immediate(new PostgresKept(server(parts))::prune);
      case APPLICATION_HEALTH -> immediate(parts.probe().orElseThrow()::run);
      case APPLICATION_START -> immediate(new ApplicationStart(policy, parts)::run);
      case APPLICATION_STOP -> immediate(new ApplicationStop(policy, parts)::run);
      case APPLICATION_DRAIN -> immediate(new ApplicationDrain(parts)::run);
      case APPLICATION_DRILL -> immediate(new ApplicationDrill(policy, parts)::run);
      case ADDRESS_PROBE -> immediate(new AddressActions(parts)::probe);
      case ADDRESS_ASSIGN -> immediate(new AddressActions(parts)::assign);
      case ADDRESS_RELEASE -> immediate(new AddressActions(parts)::release);
      case FILES_DIGEST -> immediate(run -> parts.files().orElseThrow().digests());
      case FILES_RECEIVE -> immediate(parts.tickets().orElseThrow()::open);
      case NETWORK_LOOK -> immediate(new NetworkLook()::run);
      case HOST_FENCE -> immediate(new HostFence(policy.fence().orElseThrow())::run);
      case FILES_SEND -> immediate(new FileSender(parts.files().orElseThrow(), tls)::run);
    };
  }

  private static Work immediate(Work.Immediate work) {
    return work;
  }

  private static PostgresServer server(Parts parts) {
    return parts.postgres().orElseThrow();
  }

  private static OwnConfiguration own(Parts parts, Policy policy) {
    return new OwnConfiguration(server(parts).data(), policy.state());
  }
}
