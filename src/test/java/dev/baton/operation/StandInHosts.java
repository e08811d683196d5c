package dev.baton.operation;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Announcement;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Observation;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Four hosts of a healthy pair, east serving, that can be told to look otherwise. They refuse to
 * make a database ready, so that an operation is taken back right after its beginning.
 */
@Alternative
@ApplicationScoped
public class StandInHosts implements HostAgent {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final HostReply DONE = new HostReply.Done(Map.of(), Duration.ZERO);

  private final Map<String, String> changed = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** All hosts are well again. */
  void heal() {
    changed.clear();
  }

  /** From now on the host shows this; {@code silent} is what one shows that does not answer. */
  void show(String host, String key, String value) {
    changed.put(host + " " + key, value);
  }

  @Override
  public Sight observe(HostId host, long after, Duration wait) {
    if (after > 0 && wait.isPositive()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if (changed.containsKey(host + " silent")) {
      return new Sight.NotSeen("unreachable", host + " does not answer");
    }
    return new Sight.Seen(
        new Observation(
            numbers.incrementAndGet(),
            Instant.now(),
            "session",
            "boot",
            seen(host, "-db", postgres(host)),
            seen(host, "-app", application(host)),
            seen(host, "-app", Map.of("held", Boolean.toString(east(host)))),
            Map.of()));
  }

  private Map<String, String> seen(HostId host, String part, Map<String, String> healthy) {
    if (!host.value().endsWith(part)) {
      return Map.of();
    }
    Map<String, String> seen = new HashMap<>(healthy);
    healthy.keySet().forEach(key -> seen.computeIfPresent(key, (k, v) -> now(host, k, v)));
    return seen;
  }

  private String now(HostId host, String key, String healthy) {
    return changed.getOrDefault(host + " " + key, healthy);
  }

  private boolean eastRuns() {
    return !"false".equals(changed.get("east-db running"));
  }

  private Map<String, String> postgres(HostId host) {
    Map<String, String> shown = new HashMap<>();
    shown.put("running", "true");
    shown.put("systemIdentifier", "7");
    shown.put("timeline", "1");
    shown.put("clusterState", "in production");
    shown.put("checkpointLsn", "0/5000000");
    shown.put("inRecovery", Boolean.toString(!east(host)));
    shown.put("writable", Boolean.toString(east(host)));
    shown.put("synchronousStandbyNames", "");
    shown.put(east(host) ? "writeLsn" : "receiveLsn", "0/5000000");
    shown.put("receiver", east(host) || !eastRuns() ? "none" : "streaming");
    shown.put("standbys", east(host) ? "west-db:streaming:async" : "");
    return shown;
  }

  private static Map<String, String> application(HostId host) {
    return Map.of(
        "state",
        east(host) ? "up" : "down",
        "running",
        Boolean.toString(east(host)),
        "installed",
        "true");
  }

  private static boolean east(HostId host) {
    return host.value().startsWith("east");
  }

  @Override
  public HostReply knock(String address, int port, Duration limit) {
    return new HostReply.Done(Map.of("connected", Boolean.toString(eastRuns())), Duration.ZERO);
  }

  @Override
  public HostReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    if (type == ActionType.NETWORK_LOOK) {
      return knock("", 0, limit);
    }
    return observe(host, 0, Duration.ZERO) instanceof Sight.Seen(Observation seen)
        ? new HostReply.Done(seen.postgres(), Duration.ZERO)
        : new HostReply.Refused("unreachable", host + " does not answer", Map.of());
  }

  @Override
  public HostReply perform(HostId host, String commandId, ActionRequest request) {
    return "true".equals(request.params().get("ready"))
        ? new HostReply.Refused("busy", "it is busy", Map.of())
        : DONE;
  }

  @Override
  public HostReply lookUp(HostId host, String commandId, Duration limit) {
    return new HostReply.Refused("unknown-id", "never accepted", Map.of());
  }

  @Override
  public HostReply announce(HostId host, Announcement announcement, Duration limit) {
    return DONE;
  }

  @Override
  public HostReply hello(HostId host, Duration limit) {
    return new HostReply.Done(Map.of("session", "session", "bootId", "boot"), Duration.ZERO);
  }
}
