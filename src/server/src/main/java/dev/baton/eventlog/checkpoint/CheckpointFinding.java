package dev.baton.eventlog.checkpoint;

/**
 * A checkpoint that does not fit the log, or is missing or unreadable.
 *
 * @param number of the checkpoint it is about, or in front of which it is
 * @param detail one sentence without its full stop
 */
public record CheckpointFinding(FindingKind kind, long number, String detail) {

  /** The names are part of the API. */
  public enum FindingKind {
    /** Its signature does not belong to it. */
    FORGED,
    /** Made by another installation, or with another key. */
    FOREIGN,
    /** Its event is another one by now: the record was written anew. */
    CHANGED,
    /** Its event is gone: the record was cut. */
    CUT,
    /** Two different ones have its number: some were taken away and numbers used again. */
    REPEATED,
    /** The record has none with that number. */
    MISSING,
    /** What should be a checkpoint cannot be read. */
    UNREADABLE,
    /** For longer than promised there was none; so it is also when the program did not run. */
    GAP
  }

  /** Whether somebody must have had a hand in it. */
  public boolean damaging() {
    return kind != FindingKind.GAP;
  }
}
