package dev.baton.agent;

import dev.baton.action.Resource;
import java.util.Optional;

/** What of this host the policy lets the agent touch. */
final class Parts implements AutoCloseable {

  private final Optional<PostgresServer> postgres;
  private final Optional<PostgresPosition> position;
  private final Optional<ApplicationProcess> application;
  private final Optional<ApplicationProbe> probe;
  private final Optional<NetworkAddress> address;
  private final Optional<SyncedFiles> files;
  private final Optional<FileTickets> tickets;
  private final boolean fencing;

  Parts(Policy policy) {
    postgres =
        policy.postgres().map(part -> new PostgresServer(part, policy.host(), policy.state()));
    position = postgres.map(PostgresPosition::new);
    application = policy.application().map(ApplicationProcess::new);
    probe = policy.application().map(part -> new ApplicationProbe(part, policy.address()));
    address = policy.address().map(NetworkAddress::new);
    files = policy.files().map(SyncedFiles::new);
    fencing = policy.fence().isPresent();
    tickets = files.map(synced -> new FileTickets(synced, application));
  }

  Optional<PostgresServer> postgres() {
    return postgres;
  }

  Optional<PostgresPosition> position() {
    return position;
  }

  Optional<ApplicationProcess> application() {
    return application;
  }

  Optional<ApplicationProbe> probe() {
    return probe;
  }

  Optional<NetworkAddress> address() {
    return address;
  }

  Optional<SyncedFiles> files() {
    return files;
  }

  Optional<FileTickets> tickets() {
    return tickets;
  }

  boolean has(Resource resource) {
    return switch (resource) {
      case POSTGRES, DRILL -> postgres.isPresent();
      case APPLICATION -> application.isPresent();
      case ADDRESS -> address.isPresent();
      case FILES -> files.isPresent();
      case NETWORK -> true;
      case FENCING -> fencing;
    };
  }

  @Override
  public void close() {
    postgres.ifPresent(PostgresServer::close);
  }
}
