package dev.baton.agent;

import dev.baton.action.Refusal;
import java.util.Map;

/** An order is not carried out, and nothing was touched. */
final class RefusedException extends Exception {

  private final transient Refusal refusal;

  RefusedException(Refusal.Code code, String message) {
    this(code, message, Map.of());
  }

  RefusedException(Refusal.Code code, String message, Map<String, String> facts) {
    super(message);
    this.refusal = new Refusal(code, message, facts);
  }

  Refusal refusal() {
    return refusal;
  }
}
