package dev.baton.world;

import dev.baton.pair.HostId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Agents that are restarted just before an order arrives, and refuse connections meanwhile. */
final class AgentRestarts {

  private final Set<String> met = new HashSet<>();
  private final Map<HostId, Integer> refusals = new HashMap<>();
  private int calls;

  /**
   * @param calls how many each restart refuses, the order itself included; 0 for no restarts
   */
  void beforeEachOrder(int calls) {
    this.calls = calls;
  }

  /** An order is on its way; it meets a restart when it comes for the first time. */
  void meets(HostId host, String commandId, SimulatedAgent agent) {
    if (calls > 0 && met.add(commandId)) {
      agent.restart();
      refusals.merge(host, calls, Integer::sum);
    }
  }

  /** Whether the call that comes now is refused. */
  boolean refuses(HostId host) {
    int left = refusals.getOrDefault(host, 0);
    refusals.put(host, Math.max(0, left - 1));
    return left > 0;
  }
}
