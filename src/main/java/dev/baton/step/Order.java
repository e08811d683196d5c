package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.pair.HostId;
import java.util.Map;

/** One changing action on one host, as a step sends it and a preview shows it. */
public record Order(HostId host, ActionType type, Map<String, String> params) {

  public Order {
    params = Map.copyOf(params);
  }
}
