package dev.baton.step;

import dev.baton.pair.HostId;
import dev.baton.pair.Site;
import java.util.HashMap;
import java.util.Map;

/** Where the agents of the old primary's site listen, as parameters of a plan. */
public final class OldAgents {

  private static final String APPLICATION = "applicationAgent";
  private static final String DATABASE = "databaseAgent";

  private OldAgents() {}

  /** Writes down those that are known. */
  public static Map<String, String> params(Site old, Map<HostId, String> endpoints) {
    return Map.of(
        APPLICATION, endpoints.getOrDefault(old.application(), ""),
        DATABASE, endpoints.getOrDefault(old.database(), ""));
  }

  /** Reads them back, by host. */
  static Map<HostId, String> of(Attempt attempt) {
    Site old = attempt.pair().primarySite();
    Map<HostId, String> endpoints = new HashMap<>();
    put(endpoints, old.application(), attempt.params().getOrDefault(APPLICATION, ""));
    put(endpoints, old.database(), attempt.params().getOrDefault(DATABASE, ""));
    return endpoints;
  }

  private static void put(Map<HostId, String> endpoints, HostId host, String endpoint) {
    if (!endpoint.isEmpty()) {
      endpoints.put(host, endpoint);
    }
  }
}
