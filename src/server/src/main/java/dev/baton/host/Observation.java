package dev.baton.host;

import java.time.Instant;
import java.util.Map;

/**
 * What one agent saw on its host. The maps are empty for parts the host does not have; their keys
 * are those of the agent's protocol.
 *
 * @param number grows with every observation of one agent session
 * @param at by the agent's clock
 * @param files SHA-256 by item of the sync table, or {@code absent}
 * @param hooks what follows when a command of the operator fails, by point of a change of sites
 * @param guard what the host holds down by itself, and why
 * @param binding whom the agent obeys
 */
public record Observation(
    long number,
    Instant at,
    String session,
    String bootId,
    Map<String, String> postgres,
    Map<String, String> application,
    Map<String, String> address,
    Map<String, String> files,
    Map<String, String> hooks,
    Map<String, String> guard,
    HostBinding binding) {

  public Observation {
    postgres = Map.copyOf(postgres);
    application = Map.copyOf(application);
    address = Map.copyOf(address);
    files = Map.copyOf(files);
    hooks = Map.copyOf(hooks);
    guard = Map.copyOf(guard);
  }
}
