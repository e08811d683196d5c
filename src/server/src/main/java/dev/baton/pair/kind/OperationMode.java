package dev.baton.pair.kind;

/**
 * Variant of an operation where its kind has several, such as graceful or forced; each kind has its
 * own.
 */
public sealed interface OperationMode
    permits SwitchoverMode, RejoinKind, SplitBrainKind, DrillScope {

  /** The word in the log and the API. */
  String word();
}
