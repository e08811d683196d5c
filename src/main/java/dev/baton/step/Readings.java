package dev.baton.step;

import dev.baton.action.ActionType;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What all hosts of a pair show at one time.
 *
 * @param sights by host
 * @param reach by database host: whether it can open a replication connection to the other site's
 *     database
 */
public record Readings(Map<HostId, Sight> sights, Map<HostId, HostReply> reach) {

  private static final Duration REACH = Duration.ofSeconds(5);

  public Readings {
    sights = Map.copyOf(sights);
    reach = Map.copyOf(reach);
  }

  /** Looks at all hosts now, at the same time; as slow as the slowest of them. */
  public static Readings take(HostAgent agent, PairState pair) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<HostId, CompletableFuture<Sight>> sights = new LinkedHashMap<>();
      for (HostId host : hosts(pair)) {
        sights.put(
            host,
            CompletableFuture.supplyAsync(() -> agent.observe(host, 0, Duration.ZERO), threads));
      }
      Map<HostId, CompletableFuture<HostReply>> reach = new LinkedHashMap<>();
      reach(agent, pair, reach, threads);
      return new Readings(joined(sights), joined(reach));
    }
  }

  private static void reach(
      HostAgent agent,
      PairState pair,
      Map<HostId, CompletableFuture<HostReply>> reach,
      ExecutorService threads) {
    for (Site from : pair.sites()) {
      for (Site to : pair.sites()) {
        if (!from.equals(to)) {
          Map<String, String> params = Map.of("host", to.databaseHost(), "port", to.databasePort());
          reach.put(
              from.database(),
              CompletableFuture.supplyAsync(
                  () -> agent.read(from.database(), ActionType.POSTGRES_REACH, params, REACH),
                  threads));
        }
      }
    }
  }

  private static <T> Map<HostId, T> joined(Map<HostId, CompletableFuture<T>> futures) {
    Map<HostId, T> results = new LinkedHashMap<>();
    futures.forEach((host, future) -> results.put(host, future.join()));
    return results;
  }

  /** The hosts of both sites, each once. */
  public static Set<HostId> hosts(PairState pair) {
    Set<HostId> hosts = new LinkedHashSet<>();
    pair.sites().forEach(site -> hosts.addAll(site.hosts()));
    return hosts;
  }

  /** What the host shows; empty when its agent did not answer. */
  public Optional<Observation> of(HostId host) {
    return sights.get(host) instanceof Sight.Seen(var observation)
        ? Optional.of(observation)
        : Optional.empty();
  }
}
