package dev.baton.operation.engine;

import dev.baton.assessment.PairSnapshot;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.plan.HostRoles;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.InstallationId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One replica's term as the leader of a pair. It begins when every agent that answers refuses the
 * former driver, which may be asleep in the middle of giving an order; from then on every host is
 * told its role again and again.
 */
final class PairLeadership {

  /** An agent that does not answer hears of it with its first order. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final long epoch;
  private final InstallationId installation;
  private final String replica;
  private final HostAgent agent;
  private final CountDownLatch untold;
  private final Map<HostId, RoleAnnouncer> tellers = new ConcurrentHashMap<>();

  private PairLeadership(
      long epoch, InstallationId installation, String replica, HostAgent agent, int hosts) {
    this.epoch = epoch;
    this.installation = installation;
    this.replica = replica;
    this.agent = agent;
    this.untold = new CountDownLatch(hosts);
  }

  /** Tells the agents; returns at once. */
  static PairLeadership begin(
      PairState pair, long epoch, InstallationId installation, String replica, HostAgent agent) {
    PairLeadership pairLeadership =
        new PairLeadership(epoch, installation, replica, agent, PairSnapshot.hosts(pair).size());
    pairLeadership.tell(pair);
    return pairLeadership;
  }

  /** Tells every host whose role has changed, or that was not told for a while; returns at once. */
  void tell(PairState pair) {
    for (HostId host : PairSnapshot.hosts(pair)) {
      Announcement.Assignment assigned =
          new Announcement.Assignment(HostRoles.of(pair, host), pair.version());
      tellers
          .computeIfAbsent(host, id -> new RoleAnnouncer(id, agent, LIMIT, untold::countDown))
          .tell(
              new Announcement(
                  installation,
                  pair.pair().value(),
                  epoch,
                  pair.term(),
                  replica,
                  Optional.of(assigned)));
    }
  }

  /** Whether an agent refuses this leadership for a newer epoch or term. */
  boolean contradicted() {
    return tellers.values().stream().anyMatch(RoleAnnouncer::contradicted);
  }

  long epoch() {
    return epoch;
  }

  /** Returns when orders may be given. */
  void awaitBegin() throws InterruptedException {
    untold.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
