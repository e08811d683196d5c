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

  private final Map<HostId, String> known = new ConcurrentHashMap<>();

  /** The session to compose an order for; empty when the agent cannot be reached. */
  Optional<String> of(HostAgent agent, HostId host) {
    String session = known.get(host);
    return session != null ? Optional.of(session) : renew(agent, host);
  }

  /** Greets hosts beforehand, so that no order has to; returns at once. */
  public void greet(HostAgent agent, Set<HostId> hosts) {
    for (HostId host : hosts) {
      Thread unused = Thread.ofVirtual().name("greet " + host).start(() -> greetOne(agent, host));
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

  private void greetOne(HostAgent agent, HostId host) {
    Optional<String> unused = of(agent, host);
  }
}
