package dev.baton.host;

import dev.baton.pair.HostId;
import dev.baton.protocol.AgentState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Observes every registered host continuously, by one long poll each, and keeps its last health. An
 * agent answers a poll within a second, with news or without: that is its heartbeat, because a peer
 * that lost its power or its cable closes no connection.
 */
@ApplicationScoped
public class HostMonitor {

  private static final Logger LOG = Logger.getLogger(HostMonitor.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final Duration NEWCOMERS = Duration.ofSeconds(1);

  private final HostAgent agent;
  private final HostInventory inventory;
  private final InstantSource clock;
  private final Map<HostId, HostHealth> healths = new ConcurrentHashMap<>();
  private final Set<HostId> watched = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);
  private volatile boolean stopping;

  HostMonitor(HostAgent agent, HostInventory inventory, InstantSource clock) {
    this.agent = agent;
    this.inventory = inventory;
    this.clock = clock;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("watch").start(this::findNewcomers);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  /** The host's health; says so when there was no observation yet. */
  public HostHealth health(HostId host) {
    return healths.computeIfAbsent(host, h -> HostHealth.never(clock.instant()));
  }

  /** Blocks until there is a new observation since the last return, at most for the limit. */
  public void awaitNews(Duration limit) throws InterruptedException {
    news.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
    news.drainPermits();
  }

  private void findNewcomers() {
    while (!stopping) {
      try {
        for (HostId host : inventory.hosts()) {
          if (watched.add(host)) {
            Thread.ofVirtual().name("watch " + host).start(() -> watch(host));
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
      ObservationResult observationResult = look(host, known);
      HostHealth before = health(host);
      HostHealth after = before.after(observationResult, clock.instant());
      healths.put(host, after);
      news.release();
      if (before.agent() != after.agent()) {
        LOG.infof("agent host=%s state=%s why=%s", host, after.agent().wireName(), after.why());
      }
      switch (observationResult) {
        case ObservationResult.Seen(var observation) -> known = observation.number();
        case ObservationResult.NotSeen notSeen -> {
          known = 0;
          pause(AGAIN);
        }
      }
    }
  }

  private ObservationResult look(HostId host, long known) {
    try {
      return agent.observe(host, known, POLL);
    } catch (RuntimeException e) {
      LOG.warnf(e, "cannot look at host=%s", host);
      return new ObservationResult.NotSeen(
          AgentState.UNREACHABLE, "an internal error; the control plane's log has it");
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
