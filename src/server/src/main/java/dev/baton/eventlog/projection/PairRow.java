package dev.baton.eventlog.projection;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What the events say of a pair, in one row; derived, see {@link Projector}. */
@Entity
@Table(name = "pair_row")
@NullUnmarked
public class PairRow extends PanacheEntityBase {
  @Id public String pair;
  public String home;

  @Column(name = "primary_site")
  public String primary;

  public long term;

  /** Of the pair's stream. */
  public long version;

  public @Nullable String openOperation;

  /** Nothing is done on it any more. */
  public boolean retired;

  /** The event this row stands at. */
  public long seq;
}
