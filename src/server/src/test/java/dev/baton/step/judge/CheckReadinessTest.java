package dev.baton.step.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What could not be looked at is neither good nor bad: it is looked at again. */
class CheckReadinessTest {

  private final StepBench bench = new StepBench();

  private AgentReply run() {
    return bench.run(
        new CheckReadiness(),
        SimulatedPair.EAST.database(),
        Map.of(),
        StepBench.clock(Duration.ofSeconds(1), () -> {}));
  }

  @Test
  void looksAgainWhenAnAnswerWasLost() {
    bench.world.losesAnswers(ActionType.POSTGRES_START_CHECK, 1);

    assertThat(run()).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void refusesWhatCannotBeLookedAtForLong() {
    bench.world.losesAnswers(ActionType.POSTGRES_START_CHECK, 1000);

    assertThat(run())
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.NOT_READY);
              assertThat(refused.why()).contains("can be started: the connection was closed");
            });
  }
}
