package dev.baton.pair;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What hosts of a pair did by themselves, by record.
 *
 * @param silent hosts whose agents gave no sign
 * @param takenBack when each host took the address back last, by its own clock
 */
public record HostSigns(Set<HostId> silent, Map<HostId, Instant> takenBack) {

  static final HostSigns NONE = new HostSigns(Set.of(), Map.of());

  public HostSigns {
    silent = Set.copyOf(silent);
    takenBack = Map.copyOf(takenBack);
  }

  HostSigns silent(HostId host, boolean now) {
    Set<HostId> hosts = new HashSet<>(silent);
    boolean unused = now ? hosts.add(host) : hosts.remove(host);
    return new HostSigns(hosts, takenBack);
  }

  HostSigns takenBack(HostId host, Instant at) {
    Map<HostId, Instant> all = new HashMap<>(takenBack);
    all.put(host, at);
    return new HostSigns(silent, all);
  }
}
