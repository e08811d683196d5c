package dev.baton.pair;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller can do to an operation. */
public enum Move {
  APPROVE,
  PAUSE,
  RESUME,
  RETRY,
  SKIP,
  ESCALATE,
  ABORT;

  /** What a stop of everything leaves open: only what starts nothing, or brings service back. */
  private static final Set<Move> UNDER_A_STOP = EnumSet.of(PAUSE, ABORT);

  /** The moves open at this point; none once it has ended or is to be aborted. */
  public static Set<Move> openIn(OperationState operation) {
    if (operation.abortAsked()) {
      return EnumSet.noneOf(Move.class);
    }
    return switch (operation.progress()) {
      case Progress.Pending p -> underWay(operation);
      case Progress.Running r -> underWay(operation);
      // A rollback is the abort; giving it up half-way would leave nobody serving.
      case Progress.RollingBack r -> EnumSet.noneOf(Move.class);
      case Progress.Held h -> with(operation.escalable(), ESCALATE, EnumSet.of(RESUME, ABORT));
      case Progress.Paused paused ->
          with(
              operation.skippable(paused),
              SKIP,
              with(operation.escalable(), ESCALATE, EnumSet.of(RETRY, ABORT)));
      case Progress.AwaitingApproval a -> EnumSet.of(APPROVE, ABORT);
      case Progress.Ended e -> EnumSet.noneOf(Move.class);
    };
  }

  /**
   * The moves open while everything is stopped.
   *
   * @see OperationState#mayBeStopped()
   */
  public static Set<Move> openUnderAStop(OperationState operation) {
    Set<Move> open = openIn(operation);
    if (operation.mayBeStopped()) {
      open.retainAll(UNDER_A_STOP);
    }
    return open;
  }

  private static Set<Move> underWay(OperationState operation) {
    return EnumSet.of(operation.pending() instanceof PendingRequest.Pause ? RESUME : PAUSE, ABORT);
  }

  private static Set<Move> with(boolean open, Move move, Set<Move> moves) {
    if (open) {
      moves.add(move);
    }
    return moves;
  }

  /** Whether it is dangerous on a stale view: whoever makes it says what it last saw. */
  public boolean needsView() {
    return switch (this) {
      case APPROVE, SKIP, ESCALATE -> true;
      case PAUSE, RESUME, RETRY, ABORT -> false;
    };
  }

  /** The word in the API's paths and lists, for example {@code approve}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
