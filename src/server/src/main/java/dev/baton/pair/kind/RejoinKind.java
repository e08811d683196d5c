package dev.baton.pair.kind;

import java.util.List;

/**
 * How a database that was left behind can follow again, from the cheapest to the dearest. The words
 * are in the log, in plans and in the API.
 */
public enum RejoinKind implements OperationMode {
  /** It is not beyond the fork: it only has to be pointed at the new primary. */
  FOLLOW,
  /** What it wrote after the fork is taken back by pg_rewind. */
  REWIND,
  /** It is copied anew; the old data folder is kept. */
  BASEBACKUP,
  /** None of these; a person has to look. Never on record as what was decided. */
  REFUSE;

  @Override
  public String word() {
    return Spelling.of(this);
  }

  /**
   * The kind of that word.
   *
   * @throws IllegalArgumentException with words for the caller
   */
  public static RejoinKind of(String word) {
    return Spelling.read(word, List.of(values()), RejoinKind::word);
  }

  /** Whether a plan made for this kind also brings a database back that needs the other. */
  public boolean covers(RejoinKind found) {
    return this != REFUSE && compareTo(found) >= 0;
  }
}
