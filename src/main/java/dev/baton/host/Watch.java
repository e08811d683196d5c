package dev.baton.host;

import dev.baton.pair.HostId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Looks at every registered host all the time, by one long poll each, and remembers the last sight.
 */
@ApplicationScoped
public class Watch {

  private static final Logger LOG = Logger.getLogger(Watch.class);
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration NEWCOMERS = Duration.ofSeconds(1);

  private final HostAgent agent;
  private final HostInventory inventory;
  private final Map<HostId, HostSight> sights = new ConcurrentHashMap<>();
  private final Set<HostId> watched = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private volatile boolean stopping;

  Watch(HostAgent agent, HostInventory inventory) {
    this.agent = agent;
    this.inventory = inventory;
  }

  void start(@Observes StartupEvent event) {
    Thread unused = Thread.ofVirtual().name("watch").start(this::findNewcomers);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  /** What is known of the host; never nothing, but perhaps that nothing was seen. */
  public HostSight sight(HostId host) {
    return sights.computeIfAbsent(host, h -> HostSight.never(Instant.now()));
  }

  /** Returns as soon as anything was seen since the last return, at the latest after that time. */
  public void awaitNews(Duration limit) throws InterruptedException {
    boolean unused = news.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    int unusedToo = news.drainPermits();
  }

  private void findNewcomers() {
    while (!stopping) {
      try {
        for (HostId host : inventory.hosts()) {
          if (watched.add(host)) {
            Thread unused = Thread.ofVirtual().name("watch " + host).start(() -> watch(host));
          }
        }
      } catch (RuntimeException e) {
        LOG.debugf("hosts cannot be listed: %s", e.getMessage());
      }
      pause(NEWCOMERS);
    }
  }

  private void watch(HostId host) {
    long known = 0;
    while (!stopping) {
      Sight sight = look(host, known);
      HostSight before = sight(host);
      HostSight after = before.after(sight, Instant.now());
      sights.put(host, after);
      news.release();
      if (!before.agent().equals(after.agent())) {
        LOG.infof("agent host=%s state=%s why=%s", host, after.agent(), after.why());
      }
      switch (sight) {
        case Sight.Seen(var observation) -> known = observation.number();
        case Sight.NotSeen notSeen -> {
          known = 0;
          pause(AGAIN);
        }
      }
    }
  }

  private Sight look(HostId host, long known) {
    try {
      return agent.observe(host, known, POLL);
    } catch (RuntimeException e) {
      LOG.warnf(e, "cannot look at host=%s", host);
      return new Sight.NotSeen("unreachable", "an internal error; the control plane's log has it");
    }
  }

  private void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
