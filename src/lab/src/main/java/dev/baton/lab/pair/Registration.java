package dev.baton.lab.pair;

import dev.baton.lab.client.Api;
import dev.baton.lab.machine.Layout;
import java.util.List;
import java.util.Map;

/** Makes the lab's hosts, and the pair they are, known to the control plane. */
public final class Registration {

  /** The lab's only pair. */
  public static final String PAIR = "ci";

  private Registration() {}

  /** Registers the four hosts and the pair, for that reason. */
  public static void with(Api api, String reason) {
    hosts(api, reason);
    api.postWhenReady("/v1/pairs", pair(PAIR, "east", reason));
  }

  /** Registers the four hosts alone. */
  public static void hosts(Api api, String reason) {
    for (String host : Layout.SITE_HOSTS) {
      String endpoint = Layout.ip(host) + ":" + AgentService.PORT;
      api.post("/v1/hosts", Map.of("host", host, "endpoint", endpoint, "reason", reason));
    }
  }

  /** What a call registers them with, under that name and with that home. */
  public static Map<String, Object> pair(String name, String home, String reason) {
    return Map.of(
        "pair",
        name,
        "home",
        home,
        "address",
        Layout.ADDRESS,
        "sites",
        List.of(site("east"), site("west")),
        "reason",
        reason);
  }

  private static Map<String, String> site(String name) {
    return Map.of("name", name, "application", name + "-app", "database", name + "-db");
  }
}
