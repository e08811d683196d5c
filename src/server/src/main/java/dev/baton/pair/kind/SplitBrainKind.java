package dev.baton.pair.kind;

import java.util.List;

/** Kinds of split brain, most dangerous first. The words are in the log and the API. */
public enum SplitBrainKind implements OperationMode {
  /** Both databases take writes. */
  TWO_WRITABLE_PRIMARIES,
  /** Both application hosts hold the address. */
  ADDRESS_ON_TWO_HOSTS,
  /** The standby is on a timeline that the primary never had. */
  DIVERGED_TIMELINES;

  @Override
  public String word() {
    return Spelling.of(this);
  }

  /**
   * The kind of that word.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static SplitBrainKind of(String word) {
    return Spelling.read(word, List.of(values()), SplitBrainKind::word);
  }
}
