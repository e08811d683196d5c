package dev.baton.operation;

import dev.baton.action.Announcement;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.step.Readings;
import dev.baton.step.Roles;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One replica's time as the driver of a pair. It begins when every agent that answers refuses the
 * former driver, which may be asleep in the middle of giving an order; from then on every host is
 * told its role again and again.
 */
final class Tenure {

  /** An agent that does not answer hears of it with its first order. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final long epoch;
  private final String replica;
  private final HostAgent agent;
  private final CountDownLatch untold;
  private final Map<HostId, Teller> tellers = new ConcurrentHashMap<>();

  private Tenure(long epoch, String replica, HostAgent agent, int hosts) {
    this.epoch = epoch;
    this.replica = replica;
    this.agent = agent;
    this.untold = new CountDownLatch(hosts);
  }

  /** Tells the agents; returns at once. */
  static Tenure begin(PairState pair, long epoch, String replica, HostAgent agent) {
    Tenure tenure = new Tenure(epoch, replica, agent, Readings.hosts(pair).size());
    tenure.tell(pair);
    return tenure;
  }

  /** Tells every host whose role has changed, or that was not told for a while; returns at once. */
  void tell(PairState pair) {
    for (HostId host : Readings.hosts(pair)) {
      Announcement.Assignment assigned =
          new Announcement.Assignment(Roles.of(pair, host), pair.version());
      tellers
          .computeIfAbsent(host, id -> new Teller(id, agent, LIMIT, untold::countDown))
          .tell(
              new Announcement(
                  pair.pair().value(), epoch, pair.term(), replica, Optional.of(assigned)));
    }
  }

  long epoch() {
    return epoch;
  }

  /** Returns when orders may be given. */
  void awaitBegin() throws InterruptedException {
    boolean unused = untold.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
