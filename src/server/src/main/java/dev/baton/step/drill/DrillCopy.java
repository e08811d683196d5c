package dev.baton.step.drill;

import dev.baton.protocol.ActionType;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.StepContext;
import java.util.Map;

/**
 * Takes a base backup of the standby into a scratch folder on its own host; replication goes on.
 */
public record DrillCopy() implements DrillStep {

  @Override
  public String name() {
    return "drill-copy";
  }

  @Override
  public boolean safeguard() {
    return true;
  }

  @Override
  public boolean endable() {
    return true;
  }

  @Override
  public ActionType action() {
    return ActionType.DRILL_COPY;
  }

  @Override
  public Map<String, String> expect(StepContext context) {
    return Map.of(
        EvidenceKey.SYSTEM_IDENTIFIER.wireName(),
        context.pair().systemIdentifier(),
        EvidenceKey.IN_RECOVERY.wireName(),
        "true");
  }
}
