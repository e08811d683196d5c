package dev.baton.pair;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller can do to an operation. */
public enum Move {
  APPROVE,
  RETRY,
  ABORT;

  /** The moves open at this point; none once it has ended. */
  public static Set<Move> openIn(OperationState operation) {
    return switch (operation.progress()) {
      case Progress.Pending p -> abortUnlessAsked(operation);
      case Progress.Running r -> abortUnlessAsked(operation);
      // A rollback is the abort; giving it up half-way would leave nobody serving.
      case Progress.RollingBack r -> EnumSet.noneOf(Move.class);
      case Progress.Paused p -> EnumSet.of(RETRY, ABORT);
      case Progress.AwaitingApproval a -> EnumSet.of(APPROVE, ABORT);
      case Progress.Ended e -> EnumSet.noneOf(Move.class);
    };
  }

  private static Set<Move> abortUnlessAsked(OperationState operation) {
    return operation.abortAsked() ? EnumSet.noneOf(Move.class) : EnumSet.of(ABORT);
  }

  /** The word in the API's paths and lists, for example {@code approve}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
