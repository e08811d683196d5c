package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.FileFacts;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentSessions;
import dev.baton.step.StepContext;
import dev.baton.world.SimulatedPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SyncFilesTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final PairState PAIR =
      PairState.from(
          List.of(
              SimulatedPair.registration(),
              new PairTakenOver("replica-1", 1),
              new SwitchoverRequested(
                  new OperationId("switchover-1"),
                  SwitchoverMode.GRACEFUL,
                  SimulatedPair.EAST.name(),
                  SimulatedPair.WEST.name(),
                  Optional.empty())));

  private final SimulatedPair world = new SimulatedPair(true);

  private Evidence sync(int attempt) {
    StepContext context =
        new StepContext(
            PAIR,
            "sync-files@east-app",
            Optional.of(SimulatedPair.EAST.application()),
            Map.of("receiver", "west-app", "endpoint", "10.0.0.2:8401"),
            false,
            attempt,
            NOW.plusSeconds(1000),
            false,
            Installations.OURS,
            "replica-1",
            "admin",
            InstantSource.fixed(NOW));
    AgentReply reply =
        new SyncFiles()
            .run(
                context,
                new AgentGateway(context, world, new AgentSessions(), AgentGateway.RESEND));
    return Evidence.of(reply instanceof AgentReply.Done done ? done.evidence() : Map.of());
  }

  @Test
  void namesWhatWasOverwrittenOnTheReceiverAndWhereItIsKept() {
    world.changeFilesOfWest();

    Evidence evidence = sync(1);

    assertThat(evidence.flag(EvidenceKey.LEVEL)).isTrue();
    assertThat(evidence.find(EvidenceKey.OVERWRITTEN))
        .contains("on west-app: cruise-config.xml in /kept");
  }

  @Test
  void sendsNothingWhereAllIsLevel() {
    Evidence first = sync(1);
    Evidence second = sync(2);

    assertThat(first.has(EvidenceKey.OVERWRITTEN)).isFalse();
    assertThat(second.flag(EvidenceKey.LEVEL)).isTrue();
    assertThat(world.executed()).filteredOn(id -> id.endsWith("files.send")).hasSize(1);
  }

  @Test
  void emptyFolderThatIsNotThereYetIsNoDifference() {
    Evidence unusedFirst = sync(1);
    int orders = world.executed().size();
    world.keepsEqual("plugins", FileFacts.NOTHING, FileFacts.ABSENT);

    Evidence again = sync(2);

    assertThat(again.flag(EvidenceKey.LEVEL)).isTrue();
    assertThat(world.executed()).hasSize(orders);
  }
}
