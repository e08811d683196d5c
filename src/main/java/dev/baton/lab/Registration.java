package dev.baton.lab;

import java.util.List;
import java.util.Map;

/** Makes the lab's hosts, and the pair they are, known to the control plane. */
public final class Registration {

  /** The lab's only pair. */
  static final String PAIR = "ci";

  private Registration() {}

  /** Registers the four hosts and the pair, for that reason. */
  public static void with(Api api, String reason) {
    for (String host : Layout.SITE_HOSTS) {
      String endpoint = Layout.ip(host) + ":" + AgentService.PORT;
      api.post("/v1/hosts", Map.of("host", host, "endpoint", endpoint, "reason", reason));
    }
    api.postWhenReady(
        "/v1/pairs",
        Map.of(
            "pair",
            PAIR,
            "home",
            "east",
            "address",
            Layout.ADDRESS,
            "sites",
            List.of(site("east"), site("west")),
            "reason",
            reason));
  }

  private static Map<String, String> site(String name) {
    return Map.of("name", name, "application", name + "-app", "database", name + "-db");
  }
}
