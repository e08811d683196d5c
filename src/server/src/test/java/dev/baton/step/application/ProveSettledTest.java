package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A drained application that still writes (S16). */
class ProveSettledTest {

  private static final Map<String, String> PARAMS = Map.of("ignore", "");

  private final StepBench bench = new StepBench();

  private AgentReply run(InstantSource clock) {
    return bench.run(new ProveSettled(), SimulatedPair.EAST.database(), PARAMS, clock);
  }

  @Test
  void isDoneWhenNothingIsWritten() {
    assertThat(run(StepBench.clock(Duration.ofSeconds(1), () -> {})))
        .isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void waitsForWhatIsWrittenAfterTheYes() {
    bench.world.eastGoesOnWriting("go.public.users");

    AgentReply reply =
        run(StepBench.clock(Duration.ofSeconds(1), () -> bench.world.eastGoesOnWriting("")));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void namesWhatIsWrittenForLonger() {
    bench.world.eastGoesOnWriting("go.public.users: 3 changes");

    assertThat(run(StepBench.shortOfTime()))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.NOT_SETTLED);
              assertThat(refused.why())
                  .contains("go.public.users: 3 changes", "application.quiet.ignore");
            });
  }
}
