package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestCertificates;
import dev.baton.pair.HostId;
import dev.baton.protocol.AgentState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One control plane has the list of revoked certificates: a real agent gets it from there. */
class RevocationDeliveryTest {

  private static final HostId HOST = new HostId("east-app");
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void listIsInForceOnTheAgentSoonAndAgainWhereThatLostIt() throws Exception {
    TestCertificates authority = new TestCertificates(folder.resolve("ca"));
    TestCertificates.Credentials stolen = authority.issue("stolen", "baton://control-plane/b");
    try (AgentProcess agent =
            new AgentProcess(folder.resolve("agent"), authority, HOST.value(), "");
        TestHosts thief =
            new TestHosts(HOST, agent::port, stolen.certificate(), stolen.key(), stolen.trust())) {
      HostInventory inventory = new FixedInventory().with(HOST, () -> "127.0.0.1:" + agent.port());
      TestCertificates.Credentials own = agent.controlPlane();
      AgentClientPool pool =
          new AgentClientPool(vertx, TestHosts.config(own.certificate(), own.key(), own.trust()));
      AgentHttpClient calls = new AgentHttpClient(pool, inventory);
      HostMonitor monitor =
          new HostMonitor(
              new HttpsHostAgent(calls, () -> Installations.OURS),
              inventory,
              InstantSource.system());
      RevocationDelivery delivery = new RevocationDelivery(pool, calls, inventory, monitor);
      monitor.start(new StartupEvent());
      delivery.start(new StartupEvent());
      try {
        await().atMost(PATIENCE).until(() -> monitor.health(HOST).agent() == AgentState.UP);
        boolean before = isLetIn(thief);
        Path unused = authority.revoke(1, stolen.certificate());
        await().atMost(SOON).until(() -> !isLetIn(thief));
        agent.kill();
        Path kept = folder.resolve("agent/state/revoked.pem");
        Files.delete(kept);
        agent.startAgain();
        await().atMost(PATIENCE).until(() -> Files.exists(kept));
        await().atMost(SOON).until(() -> !isLetIn(thief));

        assertThat(before).isTrue();
        assertThat(monitor.health(HOST).agent()).isEqualTo(AgentState.UP);
      } finally {
        delivery.stop(new ShutdownEvent());
        monitor.stop(new ShutdownEvent());
      }
    }
  }

  private static boolean isLetIn(TestHosts hosts) {
    return hosts.agent().hello(HOST, SOON) instanceof AgentReply.Done;
  }
}
