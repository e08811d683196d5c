package dev.baton.agent.host;

import dev.baton.agent.application.ApplicationProbe;
import dev.baton.agent.application.ApplicationProcess;
import dev.baton.agent.application.ApplicationStop;
import dev.baton.agent.binding.Release;
import dev.baton.agent.files.FileTickets;
import dev.baton.agent.files.SyncedFiles;
import dev.baton.agent.guard.GuardOverride;
import dev.baton.agent.network.AddressActions;
import dev.baton.agent.os.DurableFiles;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.policy.Policy;
import dev.baton.agent.postgres.PostgresPosition;
import dev.baton.agent.postgres.PostgresServer;
import dev.baton.agent.postgres.PreservedConfig;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** The parts of this host that the policy lets the agent touch. */
public final class HostResources implements AutoCloseable {

  private final Optional<PostgresServer> postgres;
  private final Optional<PostgresPosition> position;
  private final Optional<ApplicationProcess> application;
  private final Optional<ApplicationStop> stop;
  private final Optional<ApplicationProbe> probe;
  private final Optional<AddressActions> address;
  private final Optional<SyncedFiles> files;
  private final Optional<FileTickets> tickets;
  private final boolean fencing;
  private final boolean hooks;

  public HostResources(Policy policy) {
    postgres =
        policy.postgres().map(part -> new PostgresServer(part, policy.host(), policy.state()));
    position = postgres.map(PostgresPosition::new);
    application = policy.application().map(ApplicationProcess::new);
    stop = application.map(process -> new ApplicationStop(process, policy.state()));
    probe = policy.application().map(part -> new ApplicationProbe(part, policy.address()));
    address = policy.address().map(part -> new AddressActions(part, policy.state()));
    files = policy.files().map(part -> new SyncedFiles(part, policy.state()));
    fencing = policy.fence().isPresent();
    hooks = !policy.hooks().isEmpty();
    tickets = files.map(synced -> new FileTickets(synced, this::applicationRuns));
  }

  /**
   * Removes what a crash left half-written on this host; called before anything is under way. What
   * cannot be removed is only said: it is in nobody's way.
   */
  public void removeLeftovers(Path state) {
    sweep(() -> DurableFiles.removeLeftovers(state, Set.of(Release.REQUEST, GuardOverride.FILE)));
    postgres.flatMap(PostgresServer::unit).ifPresent(unit -> sweep(unit::forgetOrder));
    application.flatMap(ApplicationProcess::unit).ifPresent(unit -> sweep(unit::forgetOrder));
    postgres.ifPresent(server -> sweep(new PreservedConfig(server, state)::removeLeftovers));
    files.ifPresent(synced -> sweep(synced::removeLeftovers));
  }

  private interface Sweep {
    void run() throws FailedException, IOException, InterruptedException;
  }

  private static void sweep(Sweep sweep) {
    try {
      sweep.run();
    } catch (FailedException | IOException e) {
      System.err.println("what a crash left cannot be removed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean applicationRuns() throws FailedException, IOException, InterruptedException {
    return application.isPresent() && application.get().status().running();
  }

  Optional<PostgresServer> postgres() {
    return postgres;
  }

  Optional<PostgresPosition> position() {
    return position;
  }

  public Optional<ApplicationProcess> application() {
    return application;
  }

  Optional<ApplicationStop> stop() {
    return stop;
  }

  public Optional<ApplicationProbe> probe() {
    return probe;
  }

  public Optional<AddressActions> address() {
    return address;
  }

  /** Whether it does what users come for: the application's health, or a database that writes. */
  public boolean serves() throws IOException, InterruptedException {
    if (probe.isPresent()) {
      return probe.get().up();
    }
    return position.isEmpty() || Evidence.of(position.get().read()).flag(EvidenceKey.WRITABLE);
  }

  Optional<SyncedFiles> files() {
    return files;
  }

  public Optional<FileTickets> tickets() {
    return tickets;
  }

  public boolean has(Resource resource) {
    return switch (resource) {
      case POSTGRES, DRILL -> postgres.isPresent();
      case APPLICATION -> application.isPresent();
      case ADDRESS -> address.isPresent();
      case FILES -> files.isPresent();
      case NETWORK -> true;
      case FENCING -> fencing;
      case HOOKS -> hooks;
    };
  }

  @Override
  public void close() {
    postgres.ifPresent(PostgresServer::close);
  }
}
