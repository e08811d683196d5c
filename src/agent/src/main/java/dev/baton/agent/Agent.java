package dev.baton.agent;

import dev.baton.agent.binding.AgentBinding;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.host.ActionRegistry;
import dev.baton.agent.host.AddressKeeper;
import dev.baton.agent.host.GuardEnforcer;
import dev.baton.agent.host.HostResources;
import dev.baton.agent.host.Observer;
import dev.baton.agent.http.AgentServer;
import dev.baton.agent.http.RoleEndpoint;
import dev.baton.agent.http.Routes;
import dev.baton.agent.order.ActionExecutor;
import dev.baton.agent.order.Epochs;
import dev.baton.agent.order.Journal;
import dev.baton.agent.order.OrderAdmission;
import dev.baton.agent.os.Boot;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.tls.AgentTls;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The running agent: builds its parts from the policy, starts and closes them. Starting changes
 * nothing on the host, except what its {@link BootGuard} holds down after a boot.
 */
final class Agent implements AutoCloseable {

  private final FileChannel lock;
  private final HostResources hostResources;
  private final ActionExecutor actionExecutor;
  private final Observer observer;
  private final GuardEnforcer guardEnforcer;
  private final Optional<AddressKeeper> addressKeeper;
  private final AgentServer server;
  private final Optional<RoleEndpoint> roleEndpoint;

  private Agent(
      FileChannel lock,
      HostResources hostResources,
      ActionExecutor actionExecutor,
      Observer observer,
      GuardEnforcer guardEnforcer,
      Optional<AddressKeeper> addressKeeper,
      AgentServer server,
      Optional<RoleEndpoint> roleEndpoint) {
    this.lock = lock;
    this.hostResources = hostResources;
    this.actionExecutor = actionExecutor;
    this.observer = observer;
    this.guardEnforcer = guardEnforcer;
    this.addressKeeper = addressKeeper;
    this.server = server;
    this.roleEndpoint = roleEndpoint;
  }

  static Agent start(Policy policy) throws IOException, GeneralSecurityException {
    Files.createDirectories(policy.state());
    FileChannel lock =
        lock(policy.state())
            .orElseThrow(() -> new IOException("another agent works in " + policy.state()));
    AgentTls tls = new AgentTls(policy);
    Boot boot = Boot.current();
    HostResources hostResources = new HostResources(policy);
    BootGuard guard = new BootGuard(policy.state(), policy.guardTimeout(), boot);
    Epochs epochs = new Epochs(policy.state());
    AgentBinding binding =
        new AgentBinding(
            policy.state(),
            () -> {
              epochs.forget();
              guard.forget();
            });
    Observer observer = new Observer(policy, hostResources, boot, guard, binding);
    Journal journal = new Journal(policy.state());
    journal.requests().forEach(request -> epochs.recall(request.announcement()));
    ActionExecutor actionExecutor =
        new ActionExecutor(
            new ActionRegistry(policy, hostResources, tls),
            journal,
            boot,
            guard,
            observer::refresh);
    hostResources.removeLeftovers(policy.state());
    actionExecutor.settle();
    OrderAdmission orderAdmission =
        new OrderAdmission(hostResources, boot, binding, epochs, guard, journal, actionExecutor);
    GuardEnforcer guardEnforcer =
        new GuardEnforcer(guard, hostResources, actionExecutor::runningOn, observer::refresh);
    Routes routes =
        new Routes(
            policy, tls, boot, hostResources, binding, epochs, journal, orderAdmission, observer);
    AgentServer server = new AgentServer(policy, tls, routes);
    Optional<AddressKeeper> addressKeeper =
        hostResources
            .address()
            .map(address ->
                new AddressKeeper(
                    address,
                    guard,
                    actionExecutor::runningOn,
                    hostResources::serves,
                    observer::refresh));
    observer.start();
    addressKeeper.ifPresent(AddressKeeper::start);
    guardEnforcer.start();
    server.start();
    Optional<RoleEndpoint> roleEndpoint = Optional.empty();
    if (policy.roleAddress().isPresent()) {
      roleEndpoint = Optional.of(new RoleEndpoint(policy.roleAddress().get(), guard::facts));
    }
    return new Agent(
        lock,
        hostResources,
        actionExecutor,
        observer,
        guardEnforcer,
        addressKeeper,
        server,
        roleEndpoint);
  }

  /**
   * Two agents on one state folder would each accept epochs that the other has ended; empty while
   * one works there.
   */
  static Optional<FileChannel> lock(Path state) throws IOException {
    FileChannel channel =
        FileChannel.open(
            state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException thisProcessHasIt) {
      // as when another one has it
    }
    channel.close();
    return Optional.empty();
  }

  int port() {
    return server.port();
  }

  @Override
  public void close() throws IOException {
    roleEndpoint.ifPresent(RoleEndpoint::close);
    server.close();
    addressKeeper.ifPresent(AddressKeeper::close);
    guardEnforcer.close();
    actionExecutor.close();
    observer.close();
    hostResources.close();
    lock.close();
  }
}
