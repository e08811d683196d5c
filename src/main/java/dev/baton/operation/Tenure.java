package dev.baton.operation;

import dev.baton.action.Announcement;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.step.Readings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * One replica's time as the driver of a pair. It begins when every agent that answers refuses the
 * former driver, which may be asleep in the middle of giving an order.
 */
final class Tenure {

  private static final Logger LOG = Logger.getLogger(Tenure.class);

  /** An agent that does not answer hears of it with its first order. */
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final long epoch;
  private final CountDownLatch untold;

  private Tenure(long epoch, int hosts) {
    this.epoch = epoch;
    this.untold = new CountDownLatch(hosts);
  }

  /** Tells the agents; returns at once. */
  static Tenure begin(PairState pair, long epoch, String replica, HostAgent agent) {
    List<HostId> hosts = List.copyOf(Readings.hosts(pair));
    Tenure tenure = new Tenure(epoch, hosts.size());
    Announcement announcement = new Announcement(pair.pair().value(), epoch, pair.term(), replica);
    for (HostId host : hosts) {
      Thread unused =
          Thread.ofVirtual()
              .name("announce to " + host)
              .start(() -> tenure.tell(host, announcement, agent));
    }
    return tenure;
  }

  private void tell(HostId host, Announcement announcement, HostAgent agent) {
    try {
      HostReply reply = agent.announce(host, announcement, LIMIT);
      if (!(reply instanceof HostReply.Done)) {
        LOG.warnf("not told of epoch=%d host=%s: %s", epoch, host, reply);
      }
    } finally {
      untold.countDown();
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
