package dev.baton.protocol;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters that actions take. The wire names are in journals: renaming one breaks old data.
 */
public enum ActionParameter {
  FORK,
  HOST,
  PORT,
  READY,
  MODE,
  ROLE,
  SLOT,
  STALE,
  NAMES,
  BYTES,
  FOLDERS,
  THROUGH,
  DRAINED,
  IGNORE,
  HOOK,
  FAILURE,
  TICKET,
  FROM,
  TO;

  /** The name in requests, for example {@code port}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Values as a request has them, by wire name. */
  public static Map<String, String> params(Map<ActionParameter, String> values) {
    return values.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(value -> value.getKey().wireName(), Map.Entry::getValue));
  }
}
