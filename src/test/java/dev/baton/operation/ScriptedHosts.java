package dev.baton.operation;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionType;
import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.host.Sight;
import dev.baton.pair.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Hosts that answer by a script. Like a real agent's journal, a command id runs once: a repeat gets
 * the first answer.
 */
final class ScriptedHosts implements HostAgent {

  private static final HostReply DONE =
      new HostReply.Done(Map.of("clusterState", "shut down", "timeline", "2"), Duration.ZERO);

  private final Map<ActionType, HostReply> script = new HashMap<>();
  private final Map<String, HostReply> journal = new HashMap<>();
  private final List<String> executed = new ArrayList<>();
  private final Map<ActionType, CountDownLatch> silent = new ConcurrentHashMap<>();

  /** From now on orders of this type get this reply; all others are done. */
  synchronized void answer(ActionType type, HostReply reply) {
    script.put(type, reply);
  }

  /** Orders of this type get no answer, not even late, before the latch is counted down. */
  CountDownLatch fallSilentAt(ActionType type) {
    return silent.computeIfAbsent(type, t -> new CountDownLatch(1));
  }

  /** As if a control plane that is gone now had sent this order and it was done. */
  synchronized void didAlready(String commandId) {
    journal.put(commandId, DONE);
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
    CountDownLatch silence = silent.remove(request.type());
    if (silence != null) {
      await(silence);
    }
    return answered(host, commandId, request);
  }

  private static void await(CountDownLatch silence) {
    try {
      silence.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized HostReply answered(HostId host, String commandId, ActionRequest request) {
    HostReply known = journal.get(commandId);
    if (known != null) {
      return known;
    }
    HostReply reply = script.getOrDefault(request.type(), DONE);
    journal.put(commandId, reply);
    executed.add("%s %s".formatted(request.type().wireName(), host));
    return reply;
  }

  @Override
  public synchronized HostReply lookUp(HostId host, String commandId, Duration limit) {
    HostReply known = journal.get(commandId);
    return known != null ? known : new HostReply.Refused("unknown-id", "never accepted", Map.of());
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
