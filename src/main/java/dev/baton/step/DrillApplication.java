package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostReply;
import java.util.Map;

/** Has the application started on the throw-away copy and stopped again. */
record DrillApplication() implements OfACopy {

  @Override
  public String name() {
    return "drill-application";
  }

  @Override
  public ActionType action() {
    return ActionType.APPLICATION_DRILL;
  }

  @Override
  public Map<String, String> params(Planned planned) {
    return Map.of("host", "as drill-promote says", "port", "as drill-promote says");
  }

  @Override
  public HostReply run(Attempt attempt) {
    Map<String, String> copy = attempt.operation().evidence(attempt.param("copy"));
    Map<String, String> at =
        Map.of("host", copy.getOrDefault("address", ""), "port", copy.getOrDefault("port", ""));
    Order order = new Order(attempt.onHost(), action(), at);
    return OfACopy.settled(attempt, attempt.perform(order, Map.of("applicationRunning", "false")));
  }
}
