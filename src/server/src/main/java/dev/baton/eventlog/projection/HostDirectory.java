package dev.baton.eventlog.projection;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Which hosts are registered, from the projection once it holds every event recorded before. */
@ApplicationScoped
public class HostDirectory {

  private final Projector projector;

  HostDirectory(Projector projector) {
    this.projector = projector;
  }

  /** Those whose newest event is above that sequence number, in the order of it; may be empty. */
  public List<HostRow> hosts(long after) {
    projector.upToNow();
    return QuarkusTransaction.requiringNew()
        .call(() -> HostRow.list("seq > ?1 order by seq", after));
  }
}
