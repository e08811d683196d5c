package dev.baton.step.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** East was stopped far ahead of what west has replayed. */
class ProveCaughtUpTest {

  private static final String STOP = "stop-database@east-db";

  private final StepBench bench =
      new StepBench(
          new StepStarted(StepBench.OPERATION, STOP, 1, false, Instant.EPOCH),
          new StepDone(
              StepBench.OPERATION,
              STOP,
              false,
              Map.of("clusterState", "shut down", "checkpointLsn", "F/0", "timeline", "1"),
              Duration.ZERO));

  private AgentReply run() {
    return bench.run(
        new ProveCaughtUp(),
        SimulatedPair.WEST.database(),
        Map.of("stopped", STOP),
        StepBench.shortOfTime());
  }

  @Test
  void refusalSaysWhereBothAre() {
    assertThat(run())
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.BEHIND);
              assertThat(refused.why()).endsWith("the old primary ended at F/0 on timeline 1");
            });
  }

  @Test
  void refusalNamesWhatHoldsUpTheReplay() {
    bench.world.westHoldsItsReplay("replayBlockers", "pid 7, report, 34 s: select 1");

    assertThat(run())
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused ->
                assertThat(refused.why())
                    .endsWith("; sessions that may hold it up: pid 7, report, 34 s: select 1"));
  }
}
