package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.protocol.RefusalCode;
import dev.baton.step.StepBench;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A started application that is up on whichever database it found. */
class ProveSessionsTest {

  private static final Map<String, String> PARAMS =
      Map.of("checked", "check-readiness", "database", SimulatedPair.EAST.database().value());

  private static AgentReply run(StepBench bench) {
    return bench.run(
        new ProveSessions(),
        SimulatedPair.EAST.application(),
        PARAMS,
        StepBench.clock(Duration.ofSeconds(200), () -> {}));
  }

  private static StepBench afterACheckThatSaw(String sessions) {
    return new StepBench(
        new StepDone(
            StepBench.OPERATION,
            "check-readiness",
            false,
            Map.of("sessions", sessions),
            Duration.ZERO));
  }

  @Test
  void isDoneWhenItHasASessionThere() {
    assertThat(run(afterACheckThatSaw("true")))
        .isInstanceOfSatisfying(
            AgentReply.Done.class,
            done -> assertThat(done.evidence()).containsEntry("sessions", "true"));
  }

  @Test
  void refusesAnApplicationThatIsUpOnAnotherDatabase() {
    StepBench bench = afterACheckThatSaw("true");
    bench.world.eastWorksElsewhere();

    assertThat(run(bench))
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.NO_SESSION);
              assertThat(refused.why()).contains("east-db", "database settings");
            });
  }

  @Test
  void doesNotJudgeAnApplicationThatKeptNoSessions() {
    StepBench bench = afterACheckThatSaw("false");
    bench.world.eastWorksElsewhere();

    assertThat(run(bench)).isInstanceOf(AgentReply.Done.class);
  }
}
