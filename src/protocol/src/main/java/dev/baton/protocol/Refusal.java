package dev.baton.protocol;

import java.util.Map;

/**
 * Why an agent did not even begin: nothing on the host was touched.
 *
 * @param facts what it compared, for example {@code highestEpoch}; may be empty
 */
public record Refusal(RefusalCode code, String message, Map<String, String> facts) {

  public Refusal {
    facts = Map.copyOf(facts);
  }
}
