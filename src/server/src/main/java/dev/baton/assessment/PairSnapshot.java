package dev.baton.assessment;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.ActionParameter;
import dev.baton.protocol.ActionType;
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
 * Observations of all hosts of a pair, taken at one time.
 *
 * @param observations by host
 * @param reach by database host: whether it can open a replication connection to the other site's
 *     database
 * @param starts by database host: whether its agent could start the database again
 */
public record PairSnapshot(
    Map<HostId, ObservationResult> observations,
    Map<HostId, AgentReply> reach,
    Map<HostId, AgentReply> starts) {

  /** How long either question to a database host may take: both start programs there. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  public PairSnapshot {
    observations = Map.copyOf(observations);
    reach = Map.copyOf(reach);
    starts = Map.copyOf(starts);
  }

  /** Observes all hosts in parallel; takes as long as the slowest. */
  public static PairSnapshot take(HostAgent agent, PairState pair) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<HostId, CompletableFuture<ObservationResult>> observations =
          observations(agent, hosts(pair), threads);
      Map<HostId, CompletableFuture<AgentReply>> reach = new LinkedHashMap<>();
      reach(agent, pair, reach, threads);
      Map<HostId, CompletableFuture<AgentReply>> starts = new LinkedHashMap<>();
      for (Site site : pair.sites()) {
        starts.put(
            site.database(),
            CompletableFuture.supplyAsync(() -> start(agent, site.database()), threads));
      }
      return new PairSnapshot(joined(observations), joined(reach), joined(starts));
    }
  }

  /** Observes these hosts in parallel; takes as long as the slowest. */
  public static Map<HostId, ObservationResult> look(HostAgent agent, Set<HostId> hosts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return joined(observations(agent, hosts, threads));
    }
  }

  private static Map<HostId, CompletableFuture<ObservationResult>> observations(
      HostAgent agent, Set<HostId> hosts, ExecutorService threads) {
    Map<HostId, CompletableFuture<ObservationResult>> observations = new LinkedHashMap<>();
    for (HostId host : hosts) {
      observations.put(
          host,
          CompletableFuture.supplyAsync(() -> agent.observe(host, 0, Duration.ZERO), threads));
    }
    return observations;
  }

  /** Asks the host whether its agent could start the database again. */
  public static AgentReply start(HostAgent agent, HostId database) {
    return agent.read(database, ActionType.POSTGRES_START_CHECK, Map.of(), LIMIT);
  }

  /** Asks the one site whether its database could follow that of the other. */
  public static AgentReply reach(HostAgent agent, Site from, Site to) {
    Map<String, String> target =
        ActionParameter.params(
            Map.of(
                ActionParameter.HOST, to.databaseHost(),
                ActionParameter.PORT, to.databasePort()));
    return agent.read(from.database(), ActionType.POSTGRES_REACH, target, LIMIT);
  }

  private static void reach(
      HostAgent agent,
      PairState pair,
      Map<HostId, CompletableFuture<AgentReply>> reach,
      ExecutorService threads) {
    for (Site from : pair.sites()) {
      for (Site to : pair.sites()) {
        if (!from.equals(to)) {
          reach.put(
              from.database(),
              CompletableFuture.supplyAsync(() -> reach(agent, from, to), threads));
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
    return observations.get(host) instanceof ObservationResult.Seen(var observation)
        ? Optional.of(observation)
        : Optional.empty();
  }
}
