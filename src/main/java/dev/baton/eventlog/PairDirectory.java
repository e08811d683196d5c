package dev.baton.eventlog;

import dev.baton.pair.OperationId;
import dev.baton.pair.PairId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which pairs and operations there are; what is true of them stands in their streams. */
public interface PairDirectory {

  /** All registered pairs by name; may be empty. */
  List<PairId> pairs();

  /** The pair an operation belongs to; empty when there is no such operation. */
  Optional<PairId> pairOf(OperationId operation);

  /** The newest drill of a pair that went by its plan to its end; empty if none ever did. */
  Optional<GoodDrill> lastGoodDrill(PairId pair);

  /** A drill that succeeded, and when it ended. */
  record GoodDrill(OperationId operation, Instant endedAt) {}

  /** Operations of one pair, or of all when none is given; newest first, at most {@code limit}. */
  List<OperationId> operations(Optional<PairId> pair, int limit);
}
