package dev.baton.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCertificates;
import dev.baton.pair.HostId;
import dev.baton.protocol.AgentState;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real agent that stands still closes no connection, like a host without power. That is noticed
 * for certain, and nothing is asked of the agent for it but what it was asked all the time.
 */
class HeartbeatTest {

  private static final HostId HOST = new HostId("east-app");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void agentThatStandsStillIsSilentUntilItGoesOn() throws Exception {
    try (TestApplication application = new TestApplication(folder.resolve("app"));
        AgentProcess agent =
            new AgentProcess(
                folder.resolve("agent"),
                new TestCertificates(folder.resolve("ca")),
                HOST.value(),
                application.policy());
        TestHosts hosts = TestHosts.of(HOST, agent)) {
      HostMonitor monitor =
          new HostMonitor(
              hosts.agent(),
              new FixedInventory().with(HOST, () -> "127.0.0.1:" + agent.port()),
              InstantSource.system());
      monitor.start(new StartupEvent());
      try {
        awaitAgent(monitor, AgentState.UP);
        for (int round = 0; round < 3; round++) {
          agent.pause();
          awaitAgent(monitor, AgentState.UNREACHABLE);
          HostHealth silent = monitor.health(HOST);
          agent.resume();
          awaitAgent(monitor, AgentState.UP);

          assertThat(silent.silent(Instant.now())).isTrue();
          assertThat(silent.now()).isEmpty();
          assertThat(silent.last()).isPresent();
          // 1 s of poll and 0.7 s for the network: a silence is known within 2 s.
          assertThat(silent.why()).contains("did not answer within 1.7 s");
        }
        assertThat(application.calls()).isEmpty();
      } finally {
        monitor.stop(new ShutdownEvent());
      }
    }
  }

  private static void awaitAgent(HostMonitor monitor, AgentState state) {
    await().atMost(PATIENCE).until(() -> monitor.health(HOST).agent() == state);
  }
}
