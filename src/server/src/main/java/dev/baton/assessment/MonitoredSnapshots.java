package dev.baton.assessment;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.HostHealth;
import dev.baton.host.HostMonitor;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.pair.Site;
import dev.baton.protocol.AgentState;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Snapshots of pairs from what is known already: the newest observations, and what the last trial
 * showed that no observation shows.
 */
public final class MonitoredSnapshots {

  private final HostMonitor hostMonitor;
  private final HostAgent agent;
  private final Map<HostId, AgentReply> reach = new ConcurrentHashMap<>();
  private final Map<HostId, AgentReply> starts = new ConcurrentHashMap<>();

  public MonitoredSnapshots(HostMonitor hostMonitor, HostAgent agent) {
    this.hostMonitor = hostMonitor;
    this.agent = agent;
  }

  /** Asks nobody. */
  public PairSnapshot of(PairState pair) {
    Map<HostId, ObservationResult> observations = new HashMap<>();
    for (HostId host : PairSnapshot.hosts(pair)) {
      HostHealth health = hostMonitor.health(host);
      observations.put(
          host,
          health
              .now()
              .<ObservationResult>map(ObservationResult.Seen::new)
              .orElseGet(() -> new ObservationResult.NotSeen(notUp(health), health.why())));
    }
    return new PairSnapshot(
        observations, those(reach, observations.keySet()), those(starts, observations.keySet()));
  }

  private static Map<HostId, AgentReply> those(Map<HostId, AgentReply> answers, Set<HostId> hosts) {
    Map<HostId, AgentReply> those = new HashMap<>(answers);
    those.keySet().retainAll(hosts);
    return those;
  }

  /** An agent that sees nothing new answers, and what it saw is as good as nothing. */
  private static AgentState notUp(HostHealth health) {
    return health.agent() == AgentState.UP ? AgentState.UNREACHABLE : health.agent();
  }

  /**
   * Tries what is not seen by observation: the replication connections of both directions, and
   * whether the databases could be started again. Takes up to some seconds.
   */
  public void tryOut(PairState pair) {
    Site a = pair.primarySite();
    Site b = pair.standbySite();
    tryOut(a, b);
    tryOut(b, a);
  }

  private void tryOut(Site from, Site to) {
    HostId host = from.database();
    reach.put(host, PairSnapshot.reach(agent, from, to));
    starts.put(host, PairSnapshot.start(agent, host));
  }
}
