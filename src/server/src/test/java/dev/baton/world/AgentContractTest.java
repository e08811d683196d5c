package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCertificates;
import dev.baton.host.AgentReply;
import dev.baton.host.HostAgent;
import dev.baton.host.Installations;
import dev.baton.host.TestHosts;
import dev.baton.pair.HostId;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.Announcement;
import dev.baton.protocol.RefusalCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent process, reached as the control plane does, keeps what it relies on. */
class AgentContractTest extends HostAgentContract {

  private static final HostId HOST = new HostId("east-app");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TestApplication application;
  private AgentProcess agent;
  private TestHosts hosts;

  @BeforeEach
  void startAnAgent() throws Exception {
    application = new TestApplication(folder.resolve("app"));
    application.setRunning();
    agent =
        new AgentProcess(
            folder.resolve("agent"),
            new TestCertificates(folder.resolve("ca")),
            HOST.value(),
            application.policy());
    TestCertificates.Credentials own = agent.controlPlane();
    hosts = new TestHosts(HOST, agent::port, own.certificate(), own.key(), own.trust());
  }

  @AfterEach
  void stopIt() throws Exception {
    hosts.close();
    agent.close();
    application.close();
  }

  @Override
  protected Bench bench() {
    return new Bench() {

      @Override
      public HostAgent agent() {
        return hosts.agent();
      }

      @Override
      public HostId host() {
        return HOST;
      }

      @Override
      public int stops() throws IOException {
        return application.calls().size();
      }

      @Override
      public void slowsDownOver(String commandId) throws IOException, InterruptedException {
        application.closeGate();
      }

      @Override
      public void release() throws IOException {
        application.openGate();
      }

      @Override
      public void goesDownOver(String commandId) throws IOException, InterruptedException {
        application.closeGate();
        Thread.ofVirtual().name("death").start(AgentContractTest.this::dieAndLive);
      }
    };
  }

  /** By the very call that an abort makes, with an id as orders have it. */
  @Test
  void orderThatIsNoCopyIsAskedToEndAndGoesOn() throws Exception {
    String id = "operation/close-port@east-app/1/application.stop";
    application.closeGate();
    CompletableFuture<AgentReply> stopped =
        CompletableFuture.supplyAsync(() -> hosts.agent().perform(HOST, id, order()));
    await().atMost(PATIENCE).until(() -> !application.calls().isEmpty());

    AgentReply asked = cut(id, 7);
    AgentReply replaced = cut(id, 6);
    AgentReply unknown = cut("operation/other/1/application.stop", 7);
    application.openGate();

    assertThat(asked).isInstanceOf(AgentReply.Unknown.class);
    assertThat(replaced)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.STALE_EPOCH));
    assertThat(unknown)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNKNOWN_ID));
    assertThat(stopped.get(60, TimeUnit.SECONDS)).isInstanceOf(AgentReply.Done.class);
  }

  private AgentReply cut(String id, long epoch) {
    Announcement owner = new Announcement(Installations.OURS, "ci", epoch, 1, "replica-1");
    return hosts.agent().cut(HOST, id, owner, PATIENCE);
  }

  private ActionRequest order() {
    return stop(7, "replica-1", 1, session());
  }

  private void dieAndLive() {
    try {
      await().atMost(PATIENCE).until(() -> !application.calls().isEmpty());
      agent.kill();
      application.openGate();
      agent.startAgain();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
