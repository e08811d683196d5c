package dev.baton.host;

import dev.baton.pair.HostId;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Has changed certificates towards agents take effect, and hands the list of revoked ones to every
 * agent: once, and again to an agent that was started anew.
 */
@ApplicationScoped
class RevocationDelivery {

  private static final Logger LOG = Logger.getLogger(RevocationDelivery.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final AgentClientPool clientPool;
  private final AgentHttpClient client;
  private final HostInventory inventory;
  private final HostMonitor monitor;
  private final Map<HostId, Delivered> delivered = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  /** What an agent was given, and in which of its lives. */
  private record Delivered(String list, String session) {}

  RevocationDelivery(
      AgentClientPool clientPool,
      AgentHttpClient client,
      HostInventory inventory,
      HostMonitor monitor) {
    this.clientPool = clientPool;
    this.client = client;
    this.inventory = inventory;
    this.monitor = monitor;
  }

  void start(@Observes StartupEvent event) {
    Thread.ofVirtual().name("certificates").start(this::follow);
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
  }

  private void follow() {
    while (!stopping) {
      try {
        clientPool.refresh();
        Optional<String> list = clientPool.revoked();
        if (list.isPresent()) {
          for (HostId host : inventory.hosts()) {
            hand(list.get(), host);
          }
        }
      } catch (RuntimeException e) {
        LOG.debugf("hosts cannot be listed: %s", e.getMessage());
      }
      pause();
    }
  }

  private void hand(String list, HostId host) {
    String session = monitor.health(host).now().map(Observation::session).orElse("");
    Delivered now = new Delivered(list, session);
    if (session.isEmpty() || now.equals(delivered.put(host, now))) {
      return;
    }
    Thread.ofVirtual().name("revocations " + host).start(() -> deliver(host, now));
  }

  private void deliver(HostId host, Delivered what) {
    AgentHttpClient.Answer answer =
        client.call(
            host,
            HttpMethod.PUT,
            "/v1/revocations",
            Optional.of(new JsonObject().put("list", what.list())),
            LIMIT);
    switch (answer) {
      case AgentHttpClient.Answer.Got(int status, JsonObject body) when status == 200 ->
          LOG.infof("host=%s knows the revoked certificates", host);
      case AgentHttpClient.Answer.Got(int status, JsonObject body) ->
          LOG.warnf(
              "host=%s does not take the list of revoked certificates: %s",
              host, body.getString("message", "answered " + status));
      case AgentHttpClient.Answer.NotSent notSent -> delivered.remove(host, what);
      case AgentHttpClient.Answer.Lost lost -> delivered.remove(host, what);
    }
  }

  private void pause() {
    try {
      Thread.sleep(EVERY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
