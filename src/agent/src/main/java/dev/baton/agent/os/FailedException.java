package dev.baton.agent.os;

import java.util.Map;

/** An action was begun and did not reach its end; the message says why and what is true instead. */
public class FailedException extends Exception {

  private final transient Map<String, String> facts;

  public FailedException(String message) {
    this(message, Map.of());
  }

  public FailedException(String message, Map<String, String> facts) {
    super(message);
    this.facts = Map.copyOf(facts);
  }

  /** What was found; may be empty. */
  public Map<String, String> facts() {
    return facts;
  }
}
