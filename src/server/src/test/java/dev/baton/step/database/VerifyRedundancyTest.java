package dev.baton.step.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.protocol.EvidenceKey;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whether west is a standby that east could do without itself for. */
class VerifyRedundancyTest {

  private static final Map<String, String> PARAMS =
      Map.of("primary", SimulatedPair.EAST.database().value());

  private final StepBench bench = new StepBench();

  private AgentReply run(InstantSource clock) {
    return bench.run(new VerifyRedundancy(), SimulatedPair.WEST.database(), PARAMS, clock);
  }

  private AgentReply.Refused refused() {
    AgentReply reply = run(StepBench.shortOfTime());
    assertThat(reply).isInstanceOf(AgentReply.Refused.class);
    return (AgentReply.Refused) reply;
  }

  /** A second look would be one too late. */
  @Test
  void isDoneAtTheFirstLookWhenTheStandbyStreamsAndReplays() {
    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Done.class,
            done ->
                assertThat(done.evidence())
                    .containsEntry(EvidenceKey.RECEIVER.wireName(), "streaming"));
  }

  @Test
  void waitsForWhatIsReplayedLate() {
    bench.world.westHoldsItsReplay("applyDelay", "1000");

    AgentReply reply =
        run(StepBench.clock(Duration.ofSeconds(1), () -> bench.world.westReplaysAgain()));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void standbyThatReplaysTooLateIsNotRedundant() {
    bench.world.westHoldsItsReplay("applyDelay", "600000");

    AgentReply.Refused refused = refused();

    assertThat(refused.code()).isEqualTo(RefusalCode.BEHIND);
    assertThat(refused.why())
        .contains("west-db streams from east-db and does not replay up to 0/")
        .containsPattern("[1-9][0-9]* bytes are missing")
        .endsWith("; its recovery_min_apply_delay is 600000 ms");
  }

  @Test
  void standbyWhoseReplayIsPausedIsNotRedundant() {
    bench.world.westIsPaused();

    AgentReply.Refused refused = refused();

    assertThat(refused.code()).isEqualTo(RefusalCode.BEHIND);
    assertThat(refused.why()).endsWith("; its replay is paused");
  }

  @Test
  void standbyThatDoesNotStreamIsNotRedundant() {
    bench.world.stopEast();

    AgentReply.Refused refused = refused();

    assertThat(refused.code()).isEqualTo(RefusalCode.NOT_STREAMING);
    assertThat(refused.why()).contains("west-db does not stream from east-db");
  }
}
