package dev.baton.protocol;

import java.util.Arrays;
import java.util.Optional;

/** When the operator's own commands run in a change of sites. */
public enum HookPoint {
  /** Before anything of a switch is done, while the old site serves. */
  BEFORE_CLOSE("before-close"),
  /** When service is open again, after a switch or after one that was taken back. */
  AFTER_OPEN("after-open"),
  /** When the other site follows again. */
  AFTER_RESTORE("after-restore");

  private final String wireName;

  HookPoint(String wireName) {
    this.wireName = wireName;
  }

  /** The name in policies, requests and facts. */
  public String wireName() {
    return wireName;
  }

  /** The point of that name; empty when there is none. */
  public static Optional<HookPoint> named(String wireName) {
    return Arrays.stream(values()).filter(point -> point.wireName.equals(wireName)).findFirst();
  }
}
