package dev.baton.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.agent.AgentProcess;
import dev.baton.agent.TestApplication;
import dev.baton.agent.TestCertificates;
import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.host.TestHosts;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.ActionType;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.AgentSessions;
import dev.baton.step.StepContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real agent process is restarted at the moment of an order, again and again (S19). */
class RestartedAgentTest {

  private static final HostId HOST = SimulatedPair.EAST.application();
  private static final int RESTARTS = 5;

  @TempDir private Path folder;

  @Test
  void eachOrderIsDoneOnceAndNoneIsLeftToAPerson() throws Exception {
    try (TestApplication application = new TestApplication(folder.resolve("app"));
        AgentProcess agent =
            new AgentProcess(
                folder.resolve("agent"),
                new TestCertificates(folder.resolve("ca")),
                HOST.value(),
                application.policy());
        TestHosts hosts = TestHosts.of(HOST, agent)) {
      agent.keepPort();
      AgentSessions sessions = new AgentSessions();
      for (int round = 1; round <= RESTARTS; round++) {
        application.setRunning();
        AgentGateway gateway =
            new AgentGateway(context(round), hosts.agent(), sessions, AgentGateway.RESEND);
        agent.kill();
        CompletableFuture<AgentReply> reply =
            CompletableFuture.supplyAsync(() -> gateway.perform(stop(), Map.of()));
        agent.startAgain();

        assertThat(reply.get()).as("restart %d", round).isInstanceOf(AgentReply.Done.class);
        assertThat(application.calls()).hasSize(round);
      }
    }
  }

  private static AgentOrder stop() {
    return new AgentOrder(HOST, ActionType.APPLICATION_STOP, Map.of("mode", "graceful"));
  }

  /** Each attempt belongs to a later version of the pair. */
  private static StepContext context(int number) {
    List<PairEvent> events = new ArrayList<>();
    events.add(SimulatedPair.registration());
    for (int epoch = 1; epoch <= number; epoch++) {
      events.add(new PairTakenOver("replica-1", epoch));
    }
    events.add(
        new SwitchoverRequested(
            new OperationId("switchover-1"),
            SwitchoverMode.GRACEFUL,
            SimulatedPair.EAST.name(),
            SimulatedPair.WEST.name(),
            Optional.empty()));
    return new StepContext(
        PairState.from(events),
        "close-port@east-app",
        Optional.of(HOST),
        Map.of(),
        false,
        number,
        Instant.now().plus(Duration.ofSeconds(60)),
        false,
        Installations.OURS,
        "replica-1",
        "admin",
        InstantSource.system());
  }
}
