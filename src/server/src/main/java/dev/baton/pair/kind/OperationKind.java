package dev.baton.pair.kind;

import java.util.List;

/** What an operation is for. The words are in the log's ids and the API: renaming breaks both. */
public enum OperationKind {
  /** The other site becomes primary. */
  SWITCHOVER,
  /** The site that is out follows again, and service may go home. */
  RECOVERY,
  /** A split brain ends: one side survives, the other is copied anew. */
  RESOLVE,
  /** The primary's site gives service again after all of its hosts were off. */
  REOPENING,
  /** Data folders that recoveries kept are deleted. */
  PRUNE,
  /** A switchover is rehearsed on a throw-away copy of the standby. */
  DRILL;

  /** Whether it stops, starts or moves anything that serves, or the standby. */
  public boolean movesService() {
    return switch (this) {
      case SWITCHOVER, RECOVERY, RESOLVE, REOPENING -> true;
      case PRUNE, DRILL -> false;
    };
  }

  /** The word in the API, for example {@code switchover}. */
  public String word() {
    return Spelling.of(this);
  }

  /**
   * The kind of that word, if it is one of these.
   *
   * @throws IllegalArgumentException with words for the caller
   */
  public static OperationKind of(String word, List<OperationKind> allowed) {
    return Spelling.read(word, allowed, OperationKind::word);
  }
}
