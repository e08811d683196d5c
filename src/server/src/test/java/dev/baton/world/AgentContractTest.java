package dev.baton.world;

import static org.awaitility.Awaitility.await;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCertificates;
import dev.baton.host.HostAgent;
import dev.baton.host.TestHosts;
import dev.baton.pair.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
