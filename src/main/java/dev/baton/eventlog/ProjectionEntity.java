package dev.baton.eventlog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;

/** How far into the log the rows have come. */
@Entity
@Table(name = "projection")
@NullUnmarked
class ProjectionEntity extends PanacheEntityBase {

  private static final String ALL = "all";

  @Id public String name;
  public long seq;

  /** For the one who brings the rows on; others wait until that transaction ends. */
  static ProjectionEntity locked() {
    return findById(ALL, LockModeType.PESSIMISTIC_WRITE);
  }
}
