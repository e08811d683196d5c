package dev.baton.host;

import dev.baton.pair.HostId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Hosts that were registered beforehand; held to the same contract as the real register. */
public final class FixedInventory implements HostInventory {

  private final Map<HostId, Supplier<String>> endpoints = new LinkedHashMap<>();

  /** Takes one more; where its agent listens is asked for at every question. */
  public FixedInventory with(HostId host, Supplier<String> endpoint) {
    endpoints.putIfAbsent(host, endpoint);
    return this;
  }

  /** Takes one more. */
  public FixedInventory with(HostId host, String endpoint) {
    return with(host, () -> endpoint);
  }

  @Override
  public Optional<String> endpoint(HostId host) {
    return Optional.ofNullable(endpoints.get(host)).map(Supplier::get);
  }

  @Override
  public List<HostId> hosts() {
    return List.copyOf(endpoints.keySet());
  }
}
