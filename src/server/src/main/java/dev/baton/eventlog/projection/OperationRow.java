package dev.baton.eventlog.projection;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.ResumeRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.StepSkipped;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairId;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.OperationMode;
import dev.baton.pair.kind.SwitchoverMode;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import io.quarkus.panache.common.Page;
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

  /** An {@code OperationKind} by its word. */
  public String kind;

  /** An {@code OperationMode} by its word; empty where the kind leaves no choice. */
  public @Nullable String mode;

  @Column(name = "from_site")
  public String from;

  @Column(name = "to_site")
  public String to;

  /** The word for how far it has come, as in the API; once it has ended its outcome. */
  public String state;

  /** Whether what was done is being taken back, also while that waits for a person. */
  public boolean turnedBack;

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

  /** Version of the pair's stream there. */
  public long version;

  /** Asked for by that event, and nothing has been done yet. */
  static OperationRow of(
      RecordedEvent event,
      OperationId id,
      OperationKind kind,
      @Nullable OperationMode mode,
      SiteName from,
      SiteName to) {
    OperationRow row = new OperationRow();
    row.operation = id.value();
    row.pair = event.pair().orElseThrow();
    row.kind = kind.word();
    row.mode = mode == null ? null : mode.word();
    row.from = from.value();
    row.to = to.value();
    row.state = "PENDING";
    row.requestedBy = event.context().actor().name();
    row.reason = event.context().purpose().reason().orElse(null);
    row.ticket = event.context().purpose().ticket().orElse(null);
    row.requestedAt = event.recordedAt();
    row.firstSeq = event.seq();
    row.lastFact = event.type();
    return row;
  }

  /** One more event about it; the words are those of {@link dev.baton.pair.Progress}. */
  public void bring(RecordedEvent event) {
    switch (event.event()) {
      case PlanFrozen frozen -> planned(frozen.planHash());
      case StepStarted e when state.equals("PENDING") -> state = "RUNNING";
      case OperationPaused e -> state = "PAUSED";
      case OperationHeld e -> state = "PAUSED";
      case ApprovalRequested e -> state = "AWAITING_APPROVAL";
      case OperationApproved e -> state = "RUNNING";
      case StepSkipped e -> state = "RUNNING";
      case ResumeRequested e when state.equals("PAUSED") -> state = "RUNNING";
      case RetryRequested e -> state = turnedBack ? "ROLLING_BACK" : "RUNNING";
      case RollbackStarted e -> {
        state = "ROLLING_BACK";
        turnedBack = true;
      }
      case EscalationRequested e -> mode = SwitchoverMode.FORCED.word();
      case OperationEnded ended -> {
        state = ended.outcome().name();
        outcome = state;
        endedAt = event.recordedAt();
      }
      default -> {
        // Nothing else changes what the row shows, beyond how far it is.
      }
    }
    lastFact = event.type();
    seq = event.seq();
    version = event.version();
  }

  /** A second plan takes the place of one that was given up. */
  private void planned(String hash) {
    if (planHash != null) {
      state = "RUNNING";
      turnedBack = false;
    }
    planHash = hash;
  }

  /**
   * Newest first, at most {@code limit}.
   *
   * @param pair of one pair, or of all when none is given
   * @param before asked for before the event of that number
   */
  static List<OperationRow> page(Optional<PairId> pair, long before, int limit) {
    return pair.map(p ->
            OperationRow.<OperationRow>find(
                "pair = ?1 and firstSeq < ?2 order by firstSeq desc", p.value(), before))
        .orElseGet(() -> find("firstSeq < ?1 order by firstSeq desc", before))
        .page(Page.ofSize(limit))
        .list();
  }

  /** The newest drill of the pair that went by its plan to its end. */
  public static Optional<OperationRow> lastGoodDrill(String pair) {
    return find(
            "pair = ?1 and kind = 'drill' and outcome = 'SUCCEEDED' order by endedAt desc", pair)
        .firstResultOptional();
  }
}
