package dev.baton.protocol;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything an agent can be asked, with the parameters each one takes. The wire names are in logs
 * and journals: renaming one breaks old data.
 */
public enum ActionType {
  POSTGRES_POSITION("postgres.position", Resource.POSTGRES, false, 5),
  POSTGRES_CONTROL_DATA("postgres.control-data", Resource.POSTGRES, false, 5),
  POSTGRES_HISTORY("postgres.history", Resource.POSTGRES, false, 5),
  POSTGRES_SIZE("postgres.size", Resource.POSTGRES, false, 30),
  POSTGRES_KEPT("postgres.kept", Resource.POSTGRES, false, 30),
  POSTGRES_REWIND_CHECK(
      "postgres.rewind-check", Resource.POSTGRES, false, 15, ActionParameter.FORK),
  POSTGRES_REACH(
      "postgres.reach", Resource.POSTGRES, false, 10, ActionParameter.HOST, ActionParameter.PORT),
  POSTGRES_START_CHECK("postgres.start-check", Resource.POSTGRES, false, 10),
  POSTGRES_QUIET("postgres.quiet", Resource.POSTGRES, false, 15, ActionParameter.IGNORE),
  POSTGRES_CLIENTS("postgres.clients", Resource.POSTGRES, false, 5),
  POSTGRES_CHECKPOINT("postgres.checkpoint", Resource.POSTGRES, true, 300),
  POSTGRES_READY("postgres.ready", Resource.POSTGRES, true, 10, ActionParameter.READY),
  POSTGRES_STOP("postgres.stop", Resource.POSTGRES, true, 60, ActionParameter.MODE),
  POSTGRES_START("postgres.start", Resource.POSTGRES, true, 120, ActionParameter.ROLE),
  POSTGRES_PROMOTE("postgres.promote", Resource.POSTGRES, true, 60),
  POSTGRES_FOLLOW(
      "postgres.follow",
      Resource.POSTGRES,
      true,
      120,
      ActionParameter.HOST,
      ActionParameter.PORT,
      ActionParameter.SLOT,
      ActionParameter.STALE),
  POSTGRES_SLOT("postgres.slot", Resource.POSTGRES, true, 10, ActionParameter.SLOT),
  POSTGRES_SLOT_DROP("postgres.slot-drop", Resource.POSTGRES, true, 10, ActionParameter.SLOT),
  POSTGRES_SYNCHRONOUS("postgres.synchronous", Resource.POSTGRES, true, 10, ActionParameter.NAMES),
  POSTGRES_EVIDENCE("postgres.evidence", Resource.POSTGRES, true, 120, ActionParameter.FORK),
  POSTGRES_REWIND(
      "postgres.rewind", Resource.POSTGRES, true, 3600, ActionParameter.HOST, ActionParameter.PORT),
  DRILL_LOOK("drill.look", Resource.DRILL, false, 5),
  DRILL_COPY("drill.copy", Resource.DRILL, true, 21_600),
  DRILL_PROMOTE("drill.promote", Resource.DRILL, true, 600),
  DRILL_REMOVE("drill.remove", Resource.DRILL, true, 600),
  POSTGRES_BASE_BACKUP(
      "postgres.base-backup",
      Resource.POSTGRES,
      true,
      86_400,
      ActionParameter.HOST,
      ActionParameter.PORT,
      ActionParameter.BYTES),
  POSTGRES_PRUNE("postgres.prune", Resource.POSTGRES, true, 3600, ActionParameter.FOLDERS),
  APPLICATION_HEALTH("application.health", Resource.APPLICATION, false, 5, ActionParameter.THROUGH),
  APPLICATION_START("application.start", Resource.APPLICATION, true, 300),
  APPLICATION_STOP("application.stop", Resource.APPLICATION, true, 60, ActionParameter.MODE),
  APPLICATION_DRAIN("application.drain", Resource.APPLICATION, true, 300, ActionParameter.DRAINED),
  APPLICATION_PROVE("application.prove", Resource.APPLICATION, true, 120),
  APPLICATION_DRILL(
      "application.drill",
      Resource.APPLICATION,
      true,
      600,
      ActionParameter.HOST,
      ActionParameter.PORT),
  ADDRESS_PROBE("address.probe", Resource.ADDRESS, false, 10),
  ADDRESS_ASSIGN("address.assign", Resource.ADDRESS, true, 15),
  ADDRESS_RELEASE("address.release", Resource.ADDRESS, true, 10),
  FILES_DIGEST("files.digest", Resource.FILES, false, 30),
  FILES_RECEIVE(
      "files.receive", Resource.FILES, true, 300, ActionParameter.TICKET, ActionParameter.FROM),
  FILES_SEND(
      "files.send",
      Resource.FILES,
      true,
      300,
      ActionParameter.TICKET,
      ActionParameter.TO,
      ActionParameter.HOST),
  NETWORK_LOOK(
      "network.look", Resource.NETWORK, false, 5, ActionParameter.HOST, ActionParameter.PORT),
  HOST_FENCE("host.fence", Resource.FENCING, true, 600, ActionParameter.HOST),
  HOOK_RUN(
      "hook.run",
      Resource.HOOKS,
      true,
      600,
      ActionParameter.HOOK,
      ActionParameter.ROLE,
      ActionParameter.FAILURE);

  private final String wireName;
  private final Resource resource;
  private final boolean changing;
  private final Duration timeout;

  @SuppressWarnings("ImmutableEnumChecker") // an unmodifiable set cannot change
  private final Set<String> parameters;

  ActionType(
      String wireName,
      Resource resource,
      boolean changing,
      int seconds,
      ActionParameter... parameters) {
    this.wireName = wireName;
    this.resource = resource;
    this.changing = changing;
    this.timeout = Duration.ofSeconds(seconds);
    this.parameters =
        Arrays.stream(parameters)
            .map(ActionParameter::wireName)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The name in requests, journals and the event log, for example {@code postgres.promote}. */
  public String wireName() {
    return wireName;
  }

  /** What it touches; at most one changing action runs on a resource at a time. */
  public Resource resource() {
    return resource;
  }

  /** Whether it changes the host; those that do not need no epoch, sequence or journal. */
  public boolean changing() {
    return changing;
  }

  /** How long it may take unless the request says otherwise. */
  public Duration timeout() {
    return timeout;
  }

  /** The names of the parameters it takes, all of them required; anything else is refused. */
  public Set<String> parameters() {
    return parameters;
  }

  /** The action of that wire name; empty when no agent knows it. */
  public static Optional<ActionType> named(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }
}
