package dev.baton.pair;

/** How an operation ended. The names are in the log and the API: renaming one breaks old data. */
public enum Outcome {
  SUCCEEDED,
  COMPLETED_WITH_EXCEPTIONS,
  ROLLED_BACK,
  FAILED,
  ABORTED,
  TIMED_OUT,
  REFUSED
}
