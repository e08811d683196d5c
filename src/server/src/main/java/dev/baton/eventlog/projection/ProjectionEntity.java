package dev.baton.eventlog.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Position in the log up to which rows are written: those in use, and those made beside them. */
@Entity
@Table(name = "projection")
@NullUnmarked
class ProjectionEntity extends PanacheEntityBase {

  /** Of the rows in use. */
  static final String IN_USE = "all";

  /** Of the rows that a rebuild makes beside them. */
  static final String NEXT = "next";

  @Id public String name;
  public long seq;

  /** The first event that was passed over because it could not be read; absent when none was. */
  public @Nullable Long unreadable;

  /** The newest event when the rebuild under way began; absent while none is. */
  public @Nullable Long goal;

  /** Fingerprint of the code that makes the rows of the rebuild under way. */
  public @Nullable String maker;

  /**
   * For the one who brings the rows on; others wait until that transaction ends, which the database
   * sees to when its owner falls asleep in the middle.
   */
  static ProjectionEntity locked(String name) {
    getEntityManager()
        .createNativeQuery(
            "select set_config('idle_in_transaction_session_timeout', '2s', true)", String.class)
        .getSingleResult();
    return findById(name, LockModeType.PESSIMISTIC_WRITE);
  }

  /**
   * Adds the next page of the log to the rows.
   *
   * @return whether there may be more
   */
  boolean advance(Projection.LogPage page) {
    page.events()
        .forEach(event -> {
          Projection.add(event);
          if (Projection.isPassedOver(event) && unreadable == null) {
            unreadable = event.seq();
          }
          seq = event.seq();
        });
    return page.full();
  }

  /** The rows hold nothing. */
  void clear() {
    seq = 0;
    unreadable = null;
    PairRow.deleteAll();
    OperationRow.deleteAll();
    HostRow.deleteAll();
  }
}
