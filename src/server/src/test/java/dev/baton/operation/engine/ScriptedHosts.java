package dev.baton.operation.engine;

import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.HostBinding;
import dev.baton.host.Installations;
import dev.baton.host.ObservationResult;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.AgentState;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.RefusalCode;
import dev.baton.world.SimulatedAgent;
import dev.baton.world.SimulatedAgent.Course;
import dev.baton.world.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that answer by a script, behind agents like any others. What the script does not tell is as
 * it is expected to be.
 */
public final class ScriptedHosts implements HostAgent {

  private static final AgentReply DONE =
      new AgentReply.Done(Map.of("clusterState", "shut down", "timeline", "2"), Duration.ZERO);

  private final Map<ActionType, AgentReply> script = new HashMap<>();
  private final Map<HostId, SimulatedAgent> agents = new HashMap<>();
  private final Map<HostId, Boolean> serving = new HashMap<>();
  private final Map<String, Course> courses = new HashMap<>();
  private final Map<HostId, Long> epochs = new HashMap<>();
  private final AtomicReference<@Nullable ActionType> toHold = new AtomicReference<>();
  private final Semaphore asleep = new Semaphore(0);
  private final Set<String> before = new HashSet<>();
  private final Set<String> late = new HashSet<>();
  private final Set<String> cut = new HashSet<>();
  private final List<String> executed = new ArrayList<>();

  /** From now on orders of this type get this reply; all others are done. */
  synchronized void answer(ActionType type, AgentReply reply) {
    script.put(type, reply);
  }

  /** As if a control plane that is gone now had sent this order and it was done. */
  synchronized void didAlready(String commandId) {
    before.add(commandId);
  }

  /** That order will take another course than the ordinary one. */
  public synchronized void takes(String commandId, Course course) {
    courses.put(commandId, course);
  }

  /** The next order of this type does not arrive until {@link #goOn}: its sender fell asleep. */
  void holdBack(ActionType type) {
    toHold.set(type);
  }

  /** Whether a sender sleeps in the middle of an order. */
  boolean holding() {
    return asleep.hasQueuedThreads();
  }

  void goOn() {
    asleep.release();
  }

  private void mayFallAsleep(ActionType type) {
    if (toHold.compareAndSet(type, null)) {
      asleep.acquireUninterruptibly();
    }
  }

  /** An order that a control plane that is gone sent arrives after it has been asked for once. */
  synchronized void arrivesLate(String commandId) {
    late.add(commandId);
  }

  /** What ran, in order: {@code action host}. */
  public synchronized List<String> executed() {
    return List.copyOf(executed);
  }

  /** Whom the host obeys; the script has no observations that could show it. */
  synchronized HostBinding binding(HostId host) {
    return agent(host).binding(Installations.OURS);
  }

  private SimulatedAgent agent(HostId host) {
    return agents.computeIfAbsent(
        host, h -> new SimulatedAgent(works(h), expected -> facts(h, expected)));
  }

  private Map<ActionType, Work> works(HostId host) {
    return Arrays.stream(ActionType.values())
        .filter(ActionType::changing)
        .collect(Collectors.toMap(Function.identity(), type -> params -> run(host, type)));
  }

  private AgentReply run(HostId host, ActionType type) {
    executed.add("%s %s".formatted(type.wireName(), host));
    AgentReply reply = script.getOrDefault(type, DONE);
    if (reply instanceof AgentReply.Done
        && (type == ActionType.APPLICATION_START || type == ActionType.APPLICATION_STOP)) {
      serving.put(host, type == ActionType.APPLICATION_START);
    }
    return reply;
  }

  /** East serves at first. */
  private Map<String, String> facts(HostId host, Map<String, String> expected) {
    Map<String, String> facts = new HashMap<>(expected);
    boolean running = serving.getOrDefault(host, host.value().startsWith("east"));
    facts.put("applicationRunning", Boolean.toString(running));
    return facts;
  }

  @Override
  public AgentReply read(HostId host, ActionType type, Map<String, String> params, Duration limit) {
    return new AgentReply.Unknown("the script has no readings", false);
  }

  @Override
  public AgentReply perform(HostId host, String commandId, ActionRequest request) {
    mayFallAsleep(request.type());
    synchronized (this) {
      return cut.contains(commandId)
          ? new AgentReply.Refused(RefusalCode.FAILED, "it was ended", Map.of())
          : arrived(host, commandId, request);
    }
  }

  /** One that sleeps is woken, and ends there. */
  @Override
  public synchronized AgentReply cut(
      HostId host, String commandId, Announcement owner, Duration limit) {
    if (cut.add(commandId)) {
      goOn();
    }
    return new AgentReply.Unknown("it is being ended");
  }

  private synchronized AgentReply arrived(HostId host, String commandId, ActionRequest request) {
    recall(host, commandId);
    return agent(host)
        .disobeyed(request)
        .or(() -> stale(host, request.announcement()))
        .orElseGet(() ->
            agent(host)
                .perform(commandId, request, courses.getOrDefault(commandId, Course.ORDINARY)));
  }

  private void recall(HostId host, String commandId) {
    if (before.contains(commandId)) {
      agent(host).did(commandId, DONE);
    }
  }

  @Override
  public AgentReply knock(String address, int port, Duration limit) {
    return new AgentReply.Unknown("the script has no readings", false);
  }

  @Override
  public synchronized AgentReply lookUp(HostId host, String commandId, Duration limit) {
    recall(host, commandId);
    AgentReply found = agent(host).lookUp(commandId);
    if (late.remove(commandId)) {
      before.add(commandId);
    }
    return found;
  }

  @Override
  public synchronized AgentReply announce(HostId host, Announcement announcement, Duration limit) {
    return stale(host, announcement).orElseGet(() -> new AgentReply.Done(Map.of(), Duration.ZERO));
  }

  private Optional<AgentReply> stale(HostId host, Announcement replica) {
    long highest = epochs.merge(host, replica.epoch(), Math::max);
    return replica.epoch() == highest
        ? Optional.empty()
        : Optional.of(
            new AgentReply.Refused(RefusalCode.STALE_EPOCH, "it is at epoch " + highest, Map.of()));
  }

  @Override
  public synchronized AgentReply hello(HostId host, Duration limit) {
    return new AgentReply.Done(Map.of("session", agent(host).session()), Duration.ZERO);
  }

  @Override
  public ObservationResult observe(HostId host, long after, Duration wait) {
    return new ObservationResult.NotSeen(AgentState.UNREACHABLE, "the script has no observations");
  }
}
