package dev.baton.agent;

import java.util.Map;

/** An action was begun and did not reach its end; the message says why and what is true instead. */
class FailedException extends Exception {

  private final transient Map<String, String> facts;

  FailedException(String message) {
    this(message, Map.of());
  }

  FailedException(String message, Map<String, String> facts) {
    super(message);
    this.facts = Map.copyOf(facts);
  }

  /** What was found; may be empty. */
  Map<String, String> facts() {
    return facts;
  }
}
