package dev.baton.agent.action;

import dev.baton.protocol.Refusal;
import dev.baton.protocol.RefusalCode;
import java.util.Map;

/** An order is not carried out, and nothing was touched. */
public final class RefusedException extends Exception {

  private final transient Refusal refusal;

  public RefusedException(RefusalCode code, String message) {
    this(code, message, Map.of());
  }

  public RefusedException(RefusalCode code, String message, Map<String, String> facts) {
    super(message);
    this.refusal = new Refusal(code, message, facts);
  }

  public Refusal refusal() {
    return refusal;
  }
}
