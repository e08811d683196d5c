package dev.baton.step.judge;

import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import dev.baton.step.StepContext;
import java.util.HashMap;
import java.util.Map;

/** Addresses of the agents of the old primary's site, as parameters of a plan. */
public final class AgentEndpoints {

  private static final String APPLICATION = "applicationAgent";
  private static final String DATABASE = "databaseAgent";

  private AgentEndpoints() {}

  /** Writes down those that are known. */
  public static Map<String, String> params(Site old, Map<HostId, String> endpoints) {
    return Map.of(
        APPLICATION, endpoints.getOrDefault(old.application(), ""),
        DATABASE, endpoints.getOrDefault(old.database(), ""));
  }

  /** Reads them back, by host. */
  static Map<HostId, String> of(StepContext context) {
    Site old = context.pair().primarySite();
    Map<HostId, String> endpoints = new HashMap<>();
    put(endpoints, old.application(), context.params().getOrDefault(APPLICATION, ""));
    put(endpoints, old.database(), context.params().getOrDefault(DATABASE, ""));
    return endpoints;
  }

  private static void put(Map<HostId, String> endpoints, HostId host, String endpoint) {
    if (!endpoint.isEmpty()) {
      endpoints.put(host, endpoint);
    }
  }
}
