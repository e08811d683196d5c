package dev.baton.pair.kind;

import java.util.List;

/**
 * Whether a switchover is graceful (both sites take part) or forced. The words are in the log and
 * the API.
 */
public enum SwitchoverMode implements OperationMode {
  /** Both sites take part; nothing is lost. */
  GRACEFUL,
  /** The primary is lost; what the standby never received may be lost too. */
  FORCED;

  @Override
  public String word() {
    return Spelling.of(this);
  }

  /**
   * The mode of that word.
   *
   * @throws IllegalArgumentException with words for the caller
   */
  public static SwitchoverMode of(String word) {
    return Spelling.read(word, List.of(values()), SwitchoverMode::word);
  }
}
