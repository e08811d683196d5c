package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Service is there when users reach it; the start before has waited until it was ready. */
class VerifyServiceTest {

  @Test
  void serviceThatIsUpIsSeenWhereReadinessIsNotTold() {
    StepBench bench = new StepBench();
    bench.world.eastIsSlowToSayWhetherItIsReady();

    AgentReply reply =
        bench.run(
            new VerifyService(),
            SimulatedPair.EAST.application(),
            Map.of(),
            StepBench.shortOfTime());

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }
}
