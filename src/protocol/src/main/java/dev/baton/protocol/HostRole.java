package dev.baton.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The role of a host in its pair. The wire names are in agents' files: renaming one breaks them.
 */
public enum HostRole {
  /** It serves, or may. */
  PRIMARY,
  /** It follows the primary and serves nobody. */
  STANDBY,
  /** It is being closed, was fenced, or was left behind by a promotion: nothing of it serves. */
  OUT,
  /**
   * The pair was retired: the host leaves it and obeys nobody until another pair binds it. It keeps
   * the role it had; nothing opens by this.
   */
  RETIRED;

  /** The name in announcements and files, for example {@code primary}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that wire name; empty when this version does not know it. */
  public static Optional<HostRole> named(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }
}
