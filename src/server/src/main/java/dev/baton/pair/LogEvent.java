package dev.baton.pair;

/** An event about the log itself. */
public sealed interface LogEvent extends Event {

  /**
   * A person decided that the log goes on without events that were acknowledged.
   *
   * @param head the newest event that was left; 0 when none was
   * @param missingFrom the first event that is missing, or whose place another one has
   * @param missingTo the newest one that this replica knows of
   * @param missingHash of that newest one, hex
   */
  record LogAdopted(long head, long missingFrom, long missingTo, String missingHash)
      implements LogEvent {}
}
