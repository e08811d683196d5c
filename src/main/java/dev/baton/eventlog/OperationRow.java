package dev.baton.eventlog;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** What the events say of an operation, in one row; derived, see {@link Projector}. */
@Entity
@Table(name = "operation_row")
@NullUnmarked
public class OperationRow extends PanacheEntityBase {
  @Id public String operation;
  public String pair;

  /** {@code switchover}, {@code recovery} or {@code drill}. */
  public String kind;

  /** Graceful or forced; of a recovery the way to rejoin; of a drill how far it goes. */
  public String mode;

  @Column(name = "from_site")
  public String from;

  @Column(name = "to_site")
  public String to;

  /** Type of the newest event about it. */
  public String lastFact;

  public @Nullable String planHash;

  /** Empty until it ended. */
  public @Nullable String outcome;

  public String requestedBy;
  public @Nullable String reason;
  public @Nullable String ticket;
  public Instant requestedAt;
  public @Nullable Instant endedAt;

  /** The event that asked for it. */
  public long firstSeq;

  /** The event this row stands at. */
  public long seq;

  /** Newest first. */
  public static List<OperationRow> ofPair(String pair) {
    return list("pair = ?1 order by firstSeq desc", pair);
  }

  /** The newest drill of the pair that went by its plan to its end. */
  public static Optional<OperationRow> lastGoodDrill(String pair) {
    return find(
            "pair = ?1 and kind = 'drill' and outcome = 'SUCCEEDED' order by endedAt desc", pair)
        .firstResultOptional();
  }

  /** Of all pairs, newest first. */
  public static List<OperationRow> newest() {
    return list("order by firstSeq desc");
  }
}
