package dev.baton.access;

import dev.baton.eventlog.projection.HostDirectory;
import dev.baton.eventlog.projection.HostRow;
import dev.baton.host.HostInventory;
import dev.baton.pair.HostId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registered hosts, in memory, read from the projection. A question that memory cannot answer
 * first reads what was gained, so an answer is never older than the call; a host never changes.
 */
@ApplicationScoped
class HostRegistry implements HostInventory {

  private final HostDirectory directory;
  private final Map<HostId, HostView> hosts = new LinkedHashMap<>();
  private long seen;

  HostRegistry(HostDirectory directory) {
    this.directory = directory;
  }

  @Override
  public synchronized Optional<String> endpoint(HostId host) {
    // A registered endpoint never changes, and orders inside the service gap ask for it.
    HostView known = hosts.get(host);
    return (known == null ? view(host) : Optional.of(known)).map(HostView::endpoint);
  }

  @Override
  public synchronized List<HostId> hosts() {
    catchUp();
    return List.copyOf(hosts.keySet());
  }

  /** Known hosts are found without the log, so that orders reach agents while it is away. */
  synchronized Optional<HostView> view(HostId host) {
    if (!hosts.containsKey(host)) {
      catchUp();
    }
    return Optional.ofNullable(hosts.get(host));
  }

  /** In the order of their registration. */
  synchronized List<HostView> views() {
    catchUp();
    return List.copyOf(hosts.values());
  }

  private void catchUp() {
    for (HostRow row : directory.hosts(seen)) {
      hosts.put(new HostId(row.host), HostView.of(row));
      seen = row.seq;
    }
  }
}
