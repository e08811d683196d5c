package dev.baton.pair;

import java.util.Locale;
import java.util.Optional;

/**
 * What a forced switchover does when synchronous replication on the new primary would make commits
 * wait for the old one, which is gone (S12). The words are in the log and the API.
 */
public enum SynchronousPolicy {
  /** Service first: it is relaxed, and restored once a standby streams again. */
  AVAILABILITY,
  /** Two copies first: the switchover is refused. */
  PROTECTION;

  /** The word in the API and in the log. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The policy of that word; availability when none was given.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static SynchronousPolicy of(Optional<String> word) {
    for (SynchronousPolicy policy : values()) {
      if (policy.word().equals(word.orElse(AVAILABILITY.word()))) {
        return policy;
      }
    }
    throw new IllegalArgumentException("use availability or protection");
  }
}
