package dev.baton.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What follows when a command of the operator fails in a change of sites. */
public enum HookFailure {
  /** What was done is taken back; possible before the close alone. */
  REFUSE,
  /** The operation waits for a person. */
  PAUSE,
  /** The operation goes on and says so in its outcome. */
  IGNORE;

  /** The word in policies and facts. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What that word means; empty when it means nothing. */
  public static Optional<HookFailure> named(String wireName) {
    return Arrays.stream(values()).filter(way -> way.wireName().equals(wireName)).findFirst();
  }
}
