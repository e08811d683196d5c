package dev.baton.operation;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.action.Announcement;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that answer by a script. Like a real agent's journal, a command id runs once: a repeat gets
 * the first answer.
 */
final class ScriptedHosts implements HostAgent {

  private static final HostReply DONE =
      new HostReply.Done(Map.of("clusterState", "shut down", "timeline", "2"), Duration.ZERO);

  private final Map<ActionType, HostReply> script = new HashMap<>();
  private final Map<String, HostReply> journal = new HashMap<>();
  private final Map<HostId, Long> epochs = new HashMap<>();
  private final AtomicReference<@Nullable ActionType> toHold = new AtomicReference<>();
  private final Semaphore asleep = new Semaphore(0);
  private final Set<String> late = new HashSet<>();
  private final List<String> executed = new ArrayList<>();

  /** From now on orders of this type get this reply; all others are done. */
  synchronized void answer(ActionType type, HostReply reply) {
    script.put(type, reply);
  }

  /** As if a control plane that is gone now had sent this order and it was done. */
  synchronized void didAlready(String commandId) {
    journal.put(commandId, DONE);
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
  synchronized List<String> executed() {
    return List.copyOf(executed);
  }

  @Override
  public synchronized HostReply read(
      HostId host, ActionType type, Map<String, String> params, Duration limit) {
    return new HostReply.Unknown("the script has no readings", false);
  }

  @Override
  public HostReply perform(HostId host, String commandId, ActionRequest request) {
    mayFallAsleep(request.type());
    return arrived(host, commandId, request);
  }

  private synchronized HostReply arrived(HostId host, String commandId, ActionRequest request) {
    HostReply known = journal.get(commandId);
    if (known != null) {
      return late.contains(commandId)
          ? new HostReply.Refused("id-reused", "this id stands for another order", Map.of())
          : known;
    }
    Optional<HostReply> stale = stale(host, request.announcement());
    if (stale.isPresent()) {
      return stale.get();
    }
    HostReply reply = script.getOrDefault(request.type(), DONE);
    journal.put(commandId, reply);
    executed.add("%s %s".formatted(request.type().wireName(), host));
    return reply;
  }

  @Override
  public HostReply knock(String address, int port, Duration limit) {
    return new HostReply.Unknown("the script has no readings", false);
  }

  @Override
  public synchronized HostReply lookUp(HostId host, String commandId, Duration limit) {
    HostReply known = journal.get(commandId);
    if (known == null && late.contains(commandId)) {
      didAlready(commandId);
    }
    return known != null ? known : new HostReply.Refused("unknown-id", "never accepted", Map.of());
  }

  @Override
  public synchronized HostReply announce(HostId host, Announcement announcement, Duration limit) {
    return stale(host, announcement).orElseGet(() -> new HostReply.Done(Map.of(), Duration.ZERO));
  }

  private Optional<HostReply> stale(HostId host, Announcement replica) {
    long highest = epochs.merge(host, replica.epoch(), Math::max);
    return replica.epoch() == highest
        ? Optional.empty()
        : Optional.of(new HostReply.Refused("stale-epoch", "it is at epoch " + highest, Map.of()));
  }

  @Override
  public HostReply hello(HostId host, Duration limit) {
    return new HostReply.Done(Map.of("session", "s"), Duration.ZERO);
  }

  @Override
  public Sight observe(HostId host, long after, Duration wait) {
    return new Sight.NotSeen("unreachable", "the script has no observations");
  }
}
