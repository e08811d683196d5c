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

/** West receives what east writes; whether it replays that as well. */
class ProveReplayedTest {

  private static final Map<String, String> PARAMS =
      Map.of("primary", SimulatedPair.EAST.database().value());

  private final StepBench bench = new StepBench();

  private AgentReply run(InstantSource clock) {
    return bench.run(new ProveReplayed(), SimulatedPair.WEST.database(), PARAMS, clock);
  }

  /** A second look would be one too late. */
  @Test
  void isDoneAfterOneLookAtEachSideWhenTheStandbyIsUpToDate() {
    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Done.class,
            done ->
                assertThat(done.evidence())
                    .containsOnlyKeys(
                        EvidenceKey.WRITE_LSN.wireName(), EvidenceKey.REPLAY_LSN.wireName()));
  }

  @Test
  void waitsForWhatIsReplayedLate() {
    bench.world.westHoldsItsReplay("applyDelay", "1000");

    AgentReply reply =
        run(StepBench.clock(Duration.ofSeconds(1), () -> bench.world.westReplaysAgain()));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void saysHowMuchIsMissingAndWhatHoldsItUp() {
    bench.world.westHoldsItsReplay("applyDelay", "600000");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.BEHIND);
              assertThat(refused.why())
                  .startsWith("west-db has not replayed up to 0/")
                  .contains("which east-db had written")
                  .containsPattern("[1-9][0-9]* bytes are missing")
                  .endsWith("; its recovery_min_apply_delay is 600000 ms");
              assertThat(refused.evidence()).containsKeys("replayLsn", "receiveLsn");
            });
  }

  @Test
  void pausedReplayIsRefusedHoweverFarItIs() {
    bench.world.westIsPaused();

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.why()).endsWith("; its replay is paused"));
  }

  @Test
  void sessionsThatMayHoldUpTheReplayAreNamed() {
    bench.world.westHoldsItsReplay("replayBlockers", "pid 7, ops, 34 s: begin");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused ->
                assertThat(refused.why())
                    .endsWith("missing; sessions that may hold it up: pid 7, ops, 34 s: begin"));
  }

  @Test
  void silentPrimaryIsRefusedAsSuch() {
    bench.world.powerOff(SimulatedPair.EAST.database());

    assertThat(run(StepBench.clock(Duration.ofSeconds(2), () -> {})))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNREACHABLE));
  }
}
