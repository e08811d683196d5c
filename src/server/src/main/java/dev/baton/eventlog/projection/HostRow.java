package dev.baton.eventlog.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;

/** What the events say of a host, in one row; derived, see {@link Projector}. */
@Entity
@Table(name = "host_row")
@NullUnmarked
public class HostRow extends PanacheEntityBase {
  @Id public String host;

  /** Where its agent listens, {@code address:port}. */
  public String endpoint;

  public Instant registeredAt;

  /** The event this row stands at. */
  public long seq;
}
