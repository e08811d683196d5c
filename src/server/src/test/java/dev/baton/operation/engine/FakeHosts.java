package dev.baton.operation.engine;

import dev.baton.assessment.DatabaseEvidence;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.HostBinding;
import dev.baton.host.Observation;
import dev.baton.host.ObservationResult;
import dev.baton.host.OwnInstallation;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.HostRole;
import dev.baton.protocol.RefusalCode;
import dev.baton.world.SimulatedAgent;
import dev.baton.world.SimulatedAgent.Course;
import dev.baton.world.Work;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Four hosts of a healthy pair, east serving, that can be told to look otherwise. They refuse to
 * make a database ready, so that an operation is taken back right after its beginning.
 */
@Alternative
@ApplicationScoped
public class FakeHosts implements HostAgent {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final AgentReply DONE = new AgentReply.Done(Map.of(), Duration.ZERO);

  private final OwnInstallation own;
  private final boolean shared;
  private final Map<String, String> changed = new ConcurrentHashMap<>();
  private final Map<HostId, HostRole> roles = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final Map<HostId, SimulatedAgent> agents = new HashMap<>();
  private final Map<String, Course> courses = new HashMap<>();

  /** For the pairs of all tests of an application: each has the hosts for itself. */
  @Inject
  FakeHosts(OwnInstallation own) {
    this(own, true);
  }

  /**
   * @param shared whether several pairs have hosts of these names; then nobody is bound, because
   *     the tests of one would be refused for the orders of another
   */
  FakeHosts(OwnInstallation own, boolean shared) {
    this.own = own;
    this.shared = shared;
  }

  /** All hosts are well again. */
  public void heal() {
    changed.clear();
  }

  /** From now on the host shows this; {@code silent} is what one shows that does not answer. */
  public void show(String host, String key, String value) {
    changed.put(host + " " + key, value);
  }

  @Override
  public ObservationResult observe(HostId host, long after, Duration wait) {
    if (after > 0 && wait.isPositive()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
    if ("true".equals(changed.get(host + " silent"))) {
      return new ObservationResult.NotSeen(AgentState.UNREACHABLE, host + " does not answer");
    }
    return new ObservationResult.Seen(
        new Observation(
            numbers.incrementAndGet(),
            Instant.now(),
            session(host),
            "boot",
            seen(host, "-db", postgres(host)),
            seen(host, "-app", application(host)),
            seen(host, "-app", address(host)),
            seen(host, "-app", Map.of("config", "ab12")),
            Map.of(),
            Map.of("role", now(host, "role", "none")),
            binding(host)));
  }

  private synchronized HostBinding binding(HostId host) {
    String installation = now(host, "installation", "");
    HostBinding bound = shared ? HostBinding.none() : agent(host).binding(own.id());
    return installation.isEmpty()
        ? bound
        : new HostBinding(Map.of("installation", installation, "pair", "ci", "ours", "false"));
  }

  private synchronized String session(HostId host) {
    return agent(host).session();
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
    shown.put("replayLsn", "0/5000000");
    shown.putAll(DatabaseEvidence.NOTHING_SPECIAL);
    shown.put("standbys", east(host) ? "west-db:streaming:async" : "");
    return shown;
  }

  private Map<String, String> address(HostId host) {
    Map<String, String> shown = new HashMap<>();
    shown.put("held", Boolean.toString(east(host)));
    String takenBack = now(host, "takenBackAt", "");
    if (!takenBack.isEmpty()) {
      shown.put("takenBackAt", takenBack);
    }
    return shown;
  }

  private static Map<String, String> application(HostId host) {
    return Map.of(
        "state",
        east(host) ? "up" : "down",
        "running",
        Boolean.toString(east(host)),
        "installed",
        "true",
        "drainable",
        "true");
  }

  private static boolean east(HostId host) {
    return host.value().startsWith("east");
  }

  @Override
  public AgentReply knock(String address, int port, Duration limit) {
    return new AgentReply.Done(Map.of("connected", Boolean.toString(eastRuns())), Duration.ZERO);
  }

  @Override
  public AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    if (type == ActionType.NETWORK_LOOK) {
      return knock("", 0, limit);
    }
    return observe(host, 0, Duration.ZERO) instanceof ObservationResult.Seen(Observation seen)
        ? new AgentReply.Done(seen.postgres(), Duration.ZERO)
        : new AgentReply.Refused(RefusalCode.UNREACHABLE, host + " does not answer", Map.of());
  }

  private SimulatedAgent agent(HostId host) {
    return agents.computeIfAbsent(
        host, h -> new SimulatedAgent(works(), expected -> facts(h, expected)));
  }

  private static Map<ActionType, Work> works() {
    return Arrays.stream(ActionType.values())
        .filter(ActionType::changing)
        .collect(Collectors.toMap(Function.identity(), type -> FakeHosts::answer));
  }

  private static AgentReply answer(Map<String, String> params) {
    return "true".equals(params.get("ready"))
        ? new AgentReply.Refused(RefusalCode.BUSY, "it is busy", Map.of())
        : DONE;
  }

  /** Nothing they are told changes what they show, so whatever else is expected is so. */
  private Map<String, String> facts(HostId host, Map<String, String> expected) {
    Map<String, String> facts = new HashMap<>(expected);
    facts.put("applicationRunning", now(host, "running", Boolean.toString(east(host))));
    return facts;
  }

  /** That order will take another course than the ordinary one. */
  public synchronized void takes(String commandId, Course course) {
    courses.put(commandId, course);
  }

  /** Ids of the orders that the host carried out. */
  public synchronized List<String> executed(HostId host) {
    return List.copyOf(agent(host).executed());
  }

  @Override
  public synchronized AgentReply perform(HostId host, String commandId, ActionRequest request) {
    if (shared) {
      agent(host).release();
    }
    return agent(host)
        .perform(commandId, request, courses.getOrDefault(commandId, Course.ORDINARY));
  }

  @Override
  public synchronized AgentReply lookUp(HostId host, String commandId, Duration limit) {
    return agent(host).lookUp(commandId);
  }

  @Override
  public AgentReply announce(HostId host, Announcement announcement, Duration limit) {
    if ("true".equals(changed.get(host + " silent"))) {
      return new AgentReply.Refused(RefusalCode.UNREACHABLE, host + " does not answer", Map.of());
    }
    announcement.assignment().ifPresent(assigned -> roles.put(host, assigned.role()));
    return DONE;
  }

  /** What the host was told last that it is; empty when it was told nothing. */
  public Optional<HostRole> role(HostId host) {
    return Optional.ofNullable(roles.get(host));
  }

  @Override
  public synchronized AgentReply hello(HostId host, Duration limit) {
    return new AgentReply.Done(
        Map.of("session", agent(host).session(), "bootId", "boot"), Duration.ZERO);
  }
}
