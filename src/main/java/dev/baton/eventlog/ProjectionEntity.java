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

  /**
   * For the one who brings the rows on; others wait until that transaction ends, which the database
   * sees to when its owner falls asleep in the middle.
   */
  static ProjectionEntity locked() {
    var unused =
        getEntityManager()
            .createNativeQuery(
                "select set_config('idle_in_transaction_session_timeout', '2s', true)",
                String.class)
            .getSingleResult();
    return findById(ALL, LockModeType.PESSIMISTIC_WRITE);
  }
}
