package dev.baton.step;

import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.protocol.ActionType;
import java.util.Map;

/** One changing action on one host, as a step sends it and a preview shows it. */
public record AgentOrder(HostId host, ActionType type, Map<String, String> params) {

  public AgentOrder {
    params = Map.copyOf(params);
  }

  /**
   * The command id of this order in an attempt; every replica computes the same one (E4).
   *
   * @param number of the attempt, counted from 1
   */
  public String commandId(OperationId operation, String step, int number, boolean undo) {
    return "%s/%s/%d%s/%s".formatted(operation, step, number, undo ? "u" : "", type.wireName());
  }
}
