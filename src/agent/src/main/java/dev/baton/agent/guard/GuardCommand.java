package dev.baton.agent.guard;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.Uptime;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.postgres.RewindMarker;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The guard command, which the service manager runs before PostgreSQL or the application starts:
 * waits until the agent of this host has heard from a control plane in this boot. Until it hears
 * otherwise that stands, with its term: a restart by an administrator or an upgrade needs nobody.
 */
public final class GuardCommand {

  /** Exit codes; systemd's {@code ExecCondition} takes 1 to 254 for "not to be started". */
  static final int MAY_START = 0;

  public static final int STAYS_DOWN = 1;

  /** For systemd a failure, after which {@code Restart=} asks again. */
  public static final int NOT_CONFIRMED = 255;

  private static final long PAUSE_MILLIS = 100;

  private final Policy policy;
  private final GuardVerdict.Unit unit;
  private final String bootId;
  private final Consumer<String> say;

  public GuardCommand(Policy policy, GuardVerdict.Unit unit, String bootId, Consumer<String> say) {
    this.policy = policy;
    this.unit = unit;
    this.bootId = bootId;
    this.say = say;
  }

  /** Lets both parts start in this boot, whatever the role; only root can write this down. */
  public int override(String reason) throws IOException {
    new GuardOverride(bootId, reason).write(policy.state());
    say.accept(
        "%s and everything else of this host but the address may start until the next boot: %s"
            .formatted(name(), reason));
    return MAY_START;
  }

  /**
   * Waits at most for the policy's {@code guard.timeout}; the exit code. Whoever ends it earlier,
   * as the service manager does at a limit of its own, leaves the agent to start the unit.
   */
  public int await() throws IOException, InterruptedException {
    HeldUpStart heldUp = new HeldUpStart(policy.state(), unit, bootId);
    heldUp.begun();
    int code = ask();
    if (code != NOT_CONFIRMED) {
      heldUp.over();
    }
    return code;
  }

  private int ask() throws IOException, InterruptedException {
    long begun = Uptime.millis();
    Deadline deadline = Deadline.in(policy.guardTimeout());
    while (true) {
      switch (GuardVerdict.on(unit, facts(begun), policy.guardTimeout())) {
        case GuardVerdict.MayStart(var why) -> {
          say.accept("%s may start: %s".formatted(name(), why));
          return MAY_START;
        }
        case GuardVerdict.StaysDown(var why) -> {
          say.accept("%s stays down: %s".formatted(name(), why));
          return STAYS_DOWN;
        }
        case GuardVerdict.NotConfirmed(var why) -> {
          if (deadline.passed()) {
            say.accept("%s stays down: %s".formatted(name(), why));
            return NOT_CONFIRMED;
          }
        }
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private GuardVerdict.Facts facts(long begun) throws IOException {
    Path state = policy.state();
    // The confirmation first: the role that is read after it is not older than what it confirms.
    RoleConfirmation confirmation = RoleConfirmation.read(state, bootId);
    Resource part =
        switch (unit) {
          case POSTGRESQL -> Resource.POSTGRES;
          case APPLICATION -> Resource.APPLICATION;
        };
    Optional<KnownRole> known = KnownRole.read(state);
    return new GuardVerdict.Facts(
        known,
        confirmation.at() >= begun || known.filter(this::servesInThisBoot).isPresent(),
        policy.postgres().isPresent() && new RewindMarker(state).broken(),
        policy
            .postgres()
            .map(postgres -> Files.exists(postgres.data().resolve("standby.signal")))
            .orElse(false),
        confirmation.ordered().getOrDefault(part, -1L) >= begun,
        GuardOverride.read(state, bootId).map(GuardOverride::reason));
  }

  /** Another role may only be late: who waits for the next word is started when it comes. */
  private boolean servesInThisBoot(KnownRole role) {
    return role.role() == HostRole.PRIMARY && role.bootId().equals(bootId);
  }

  private String name() {
    return switch (unit) {
      case POSTGRESQL -> "PostgreSQL";
      case APPLICATION ->
          policy.application().map(Policy.ApplicationPart::name).orElse("the application");
    };
  }

  /** The unit of that word on the command line. */
  public static Optional<GuardVerdict.Unit> unit(String word) {
    return switch (word) {
      case "postgresql" -> Optional.of(GuardVerdict.Unit.POSTGRESQL);
      case "application" -> Optional.of(GuardVerdict.Unit.APPLICATION);
      default -> Optional.empty();
    };
  }
}
