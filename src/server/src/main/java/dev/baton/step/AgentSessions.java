package dev.baton.step;

import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.pair.HostId;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Caches each agent's session id, so that an order in the service gap needs no hello before it. */
public final class AgentSessions {

  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration AGAIN = Duration.ofSeconds(20);
  private static final int AT_ONCE = 4;

  private final Map<HostId, String> known = new ConcurrentHashMap<>();
  private final Map<HostId, Long> greeted = new ConcurrentHashMap<>();

  /** The session to compose an order for; empty when the agent cannot be reached. */
  Optional<String> of(HostAgent agent, HostId host) {
    String session = known.get(host);
    return session != null ? Optional.of(session) : renew(agent, host);
  }

  /**
   * Opens connections to hosts ahead of use, as many as orders and readings may need at once,
   * because opening one takes longer than most orders. Returns at once; to be called repeatedly, as
   * idle connections are closed.
   */
  public void greet(HostAgent agent, Set<HostId> hosts) {
    long now = System.nanoTime();
    for (HostId host : hosts) {
      Long last = greeted.get(host);
      if (last == null || now - last > AGAIN.toNanos()) {
        greeted.put(host, now);
        for (int i = 0; i < AT_ONCE; i++) {
          Thread.ofVirtual().name("greet " + host).start(() -> call(agent, host));
        }
      }
    }
  }

  /**
   * Asks the agent for its session again. One lost hello is retried; two mean unreachable, and
   * empty.
   */
  @CanIgnoreReturnValue
  Optional<String> renew(HostAgent agent, HostId host) {
    AgentReply reply = agent.hello(host, LIMIT);
    if (!(reply instanceof AgentReply.Done)) {
      reply = agent.hello(host, LIMIT);
    }
    if (reply instanceof AgentReply.Done hello) {
      String session = Evidence.of(hello.evidence()).text(EvidenceKey.SESSION);
      known.put(host, session);
      return Optional.of(session);
    }
    known.remove(host);
    return Optional.empty();
  }

  private void call(HostAgent agent, HostId host) {
    renew(agent, host);
  }
}
