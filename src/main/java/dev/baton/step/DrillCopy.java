package dev.baton.step;

import dev.baton.action.ActionType;
import java.util.Map;

/** Copies the standby into a throw-away folder on its own host, while it goes on following. */
record DrillCopy() implements OfACopy {

  @Override
  public String name() {
    return "drill-copy";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.DRILL_COPY;
  }

  @Override
  public Map<String, String> expect(Attempt attempt) {
    return Map.of("systemIdentifier", attempt.pair().systemIdentifier(), "inRecovery", "true");
  }
}
