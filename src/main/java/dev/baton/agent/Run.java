package dev.baton.agent;

import java.util.Map;
import java.util.function.Consumer;

/**
 * What one action is given to work with.
 *
 * @param progress takes what to show while it is still running
 */
record Run(Map<String, String> params, Deadline deadline, Consumer<Map<String, String>> progress) {

  Run {
    params = Map.copyOf(params);
  }

  /** A parameter; all that its type names are there. */
  String param(String name) {
    String value = params.get(name);
    if (value == null) {
      throw new IllegalStateException("no parameter " + name);
    }
    return value;
  }
}
