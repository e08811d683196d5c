package dev.baton.step;

import dev.baton.host.HostAgent;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The agents' sessions as last seen, so that an order inside the gap needs no greeting first. */
public final class Sessions {

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
   * Greets hosts beforehand, so that no order has to, and as often as orders and readings may be
   * under way at once: each takes a connection, and opening one costs more than most orders do.
   * Returns at once; to be called again and again, as connections close when they rest.
   */
  public void greet(HostAgent agent, Set<HostId> hosts) {
    long now = System.nanoTime();
    for (HostId host : hosts) {
      Long last = greeted.get(host);
      if (last == null || now - last > AGAIN.toNanos()) {
        greeted.put(host, now);
        for (int i = 0; i < AT_ONCE; i++) {
          Thread unused = Thread.ofVirtual().name("greet " + host).start(() -> call(agent, host));
        }
      }
    }
  }

  /**
   * The same as {@link #of}, read afresh. A greeting may be lost once; two in a row mean silence.
   */
  Optional<String> renew(HostAgent agent, HostId host) {
    HostReply reply = agent.hello(host, LIMIT);
    if (!(reply instanceof HostReply.Done)) {
      reply = agent.hello(host, LIMIT);
    }
    if (reply instanceof HostReply.Done hello) {
      String session = hello.evidence().getOrDefault("session", "");
      known.put(host, session);
      return Optional.of(session);
    }
    known.remove(host);
    return Optional.empty();
  }

  private void call(HostAgent agent, HostId host) {
    Optional<String> unused = renew(agent, host);
  }
}
