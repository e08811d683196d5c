package dev.baton.eventlog.projection;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Which pairs and operations there are, and what lists show of them without their streams. */
public interface PairDirectory {

  /** All registered pairs by name that were not retired; may be empty. */
  List<PairId> pairs();

  /** The pairs that were retired, by name; may be empty. */
  List<PairId> retired();

  /** The pairs that have an operation under way, by name; may be empty. */
  List<PairId> busy();

  /** The pair an operation belongs to; empty when there is no such operation. */
  Optional<PairId> pairOf(OperationId operation);

  /** The newest drill of a pair that went by its plan to its end; empty if none ever did. */
  Optional<GoodDrill> lastGoodDrill(PairId pair);

  /** A drill that succeeded, and when it ended. */
  record GoodDrill(OperationId operation, Instant endedAt) {}

  /**
   * Operations of one pair, or of all when none is given, newest first.
   *
   * @param before only those asked for before the event of that number
   * @param limit at least 1
   */
  OperationPage operations(Optional<PairId> pair, OptionalLong before, int limit);

  /**
   * Some operations.
   *
   * @param next what to give as {@code before} for the next ones; empty when nothing follows
   */
  record OperationPage(List<OperationRow> rows, OptionalLong next) {

    public OperationPage {
      rows = List.copyOf(rows);
    }

    /** Of rows of which there may be one more than fits, which is then left out. */
    static OperationPage of(List<OperationRow> found, int limit) {
      return found.size() <= limit
          ? new OperationPage(found, OptionalLong.empty())
          : new OperationPage(
              found.subList(0, limit), OptionalLong.of(found.get(limit - 1).firstSeq));
    }
  }
}
