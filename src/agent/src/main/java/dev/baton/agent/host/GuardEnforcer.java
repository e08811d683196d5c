package dev.baton.agent.host;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.application.ApplicationProcess;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.guard.GuardVerdict;
import dev.baton.agent.network.AddressActions;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.SystemdUnit;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PostgresStop;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Stops what serves on this host although its {@link BootGuard} holds it down, and has units
 * started that the guard held up until the role was confirmed. Touches no data.
 */
public final class GuardEnforcer implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration FAST = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration ADDRESS_LIMIT = Duration.ofSeconds(60);

  private final BootGuard guard;
  private final HostResources hostResources;
  private final Function<Resource, Optional<String>> running;
  private final Runnable changed;
  private final LookLoop loop = LookLoop.pausing(EVERY, "guard", this::look);

  /**
   * @param running the order that is being carried out on a part: its effects are intended
   * @param changed called when something was stopped
   */
  public GuardEnforcer(
      BootGuard guard,
      HostResources hostResources,
      Function<Resource, Optional<String>> running,
      Runnable changed) {
    this.guard = guard;
    this.hostResources = hostResources;
    this.running = running;
    this.changed = changed;
  }

  public void start() {
    loop.start();
  }

  /** Once; nothing is looked at while the guard holds nothing down. */
  void look() throws InterruptedException {
    if (guard.hold() == BootGuard.Hold.NOTHING) {
      startHeldUp(
          GuardVerdict.Unit.POSTGRESQL, hostResources.postgres().flatMap(PostgresServer::unit));
      startHeldUp(
          GuardVerdict.Unit.APPLICATION,
          hostResources.application().flatMap(ApplicationProcess::unit));
      return;
    }
    // Commands may take their time, and what serves must not wait for them.
    boolean quick = hostResources.address().map(AddressActions::quick).orElse(true);
    boolean address = !quick || addressStopped();
    boolean application =
        stopped(
            Resource.APPLICATION,
            hostResources.application().isPresent(),
            "the application",
            this::application);
    boolean database =
        stopped(
            Resource.POSTGRES, hostResources.postgres().isPresent(), "PostgreSQL", this::postgres);
    boolean slow = quick || addressStopped();
    if (address && slow && application && database) {
      guard.quiet();
    }
  }

  private boolean addressStopped() throws InterruptedException {
    return stopped(
        Resource.ADDRESS, hostResources.address().isPresent(), "the address", this::address);
  }

  private void startHeldUp(GuardVerdict.Unit part, Optional<SystemdUnit> unit)
      throws InterruptedException {
    try {
      if (unit.isPresent() && guard.takeHeldUp(part)) {
        System.err.printf("guard starts %s: the role is confirmed now%n", unit.get().name());
        unit.get().start();
      }
    } catch (IOException | FailedException e) {
      System.err.printf("guard could not start %s: %s%n", unit.get().name(), e.getMessage());
    }
  }

  /** Answers whether there was anything to stop. */
  private interface Stop {
    boolean run() throws IOException, FailedException, InterruptedException;
  }

  /** Whether nothing of it had to be stopped; asked again soon when that cannot be told. */
  private boolean stopped(Resource part, boolean present, String name, Stop stop)
      throws InterruptedException {
    BootGuard.Hold hold = guard.hold();
    boolean held =
        switch (hold) {
          case NOTHING -> false;
          case ADDRESS -> part == Resource.ADDRESS;
          case EVERYTHING -> true;
        };
    if (!present || !held || running.apply(part).isPresent()) {
      return !held || !present;
    }
    try {
      if (!stop.run()) {
        return true;
      }
      String why =
          Evidence.of(guard.facts()).text(EvidenceKey.WHY, "its role here is no longer to serve");
      System.err.printf("guard stopped %s: %s%n", name, why);
      guard.stopped(name);
      changed.run();
    } catch (IOException | FailedException | RuntimeException e) {
      System.err.printf("guard could not stop %s: %s%n", name, e.getMessage());
    }
    return false;
  }

  private boolean address() throws IOException, FailedException, InterruptedException {
    AddressActions address = hostResources.address().orElseThrow();
    if (isAway(address)) {
      return false;
    }
    Map<String, String> unused = address.release(run(Map.of(), ADDRESS_LIMIT));
    return true;
  }

  private static boolean isAway(AddressActions address) throws IOException, InterruptedException {
    try {
      return !Evidence.of(address.read()).flag(EvidenceKey.HELD);
    } catch (FailedException unseen) {
      return false;
    }
  }

  private boolean application() throws IOException, FailedException, InterruptedException {
    ApplicationProcess application = hostResources.application().orElseThrow();
    if (!application.status().running()) {
      return false;
    }
    Map<String, String> unused = hostResources.stop().orElseThrow().run(mode("kill", LIMIT));
    return true;
  }

  /** Fast first: it ends all sessions at once, and what was written reaches its standby. */
  private boolean postgres() throws IOException, FailedException, InterruptedException {
    PostgresServer server = hostResources.postgres().orElseThrow();
    if (server.standbySignal() || server.postmaster().isEmpty()) {
      return false;
    }
    PostgresStop stop = new PostgresStop(server);
    try {
      Map<String, String> unused = stop.run(mode("fast", FAST));
    } catch (FailedException stillStopping) {
      Map<String, String> unused = stop.run(mode("immediate", LIMIT));
    }
    return true;
  }

  private static ActionContext mode(String mode, Duration limit) {
    return run(Map.of(ActionParameter.MODE.wireName(), mode), limit);
  }

  private static ActionContext run(Map<String, String> params, Duration limit) {
    return new ActionContext(params, Deadline.in(limit), progress -> {});
  }

  @Override
  public void close() {
    loop.close();
  }
}
