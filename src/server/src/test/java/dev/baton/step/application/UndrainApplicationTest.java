package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.protocol.Evidence;
import dev.baton.protocol.EvidenceKey;
import dev.baton.step.StepBench;
import dev.baton.step.StepContext;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The drain of a switch that is taken back. */
class UndrainApplicationTest {

  private static final HostId EAST = SimulatedPair.EAST.application();
  private static final String STEP = "step@" + EAST;

  private static PairEvent started(int attempt) {
    return new StepStarted(StepBench.OPERATION, STEP, attempt, false, Instant.EPOCH);
  }

  private static PairEvent drained(boolean before) {
    Map<String, String> evidence = Map.of("already", Boolean.toString(before));
    return new StepDone(StepBench.OPERATION, STEP, false, evidence, Duration.ZERO);
  }

  private static PairEvent refused(String code, Map<String, String> evidence) {
    return new StepRefused(StepBench.OPERATION, STEP, false, code, "no", evidence);
  }

  private static StepBench bench(PairEvent... events) {
    StepBench bench = new StepBench(events);
    bench.world.eastIsDrained();
    return bench;
  }

  private static Evidence takenBack(StepBench bench) {
    StepContext context =
        bench.context(EAST, Map.of(), true, StepBench.clock(Duration.ofSeconds(1), () -> {}));
    AgentReply reply = new UndrainApplication().run(context, bench.agents(context));
    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    return Evidence.of(((AgentReply.Done) reply).evidence());
  }

  @Test
  void whatTheSwitchDrainedWorksAgain() {
    for (StepBench bench :
        new StepBench[] {
          bench(started(1), drained(false)),
          bench(started(1), refused("failed", Map.of())),
          // The first attempt may have drained it.
          bench(started(1), started(2), drained(true)),
          bench(started(1), started(2), refused("failed", Map.of("touched", "false"))),
          bench(started(1), started(2), refused("failed", Map.of("already", "true"))),
        }) {
      Evidence evidence = takenBack(bench);

      assertThat(evidence.denied(EvidenceKey.DRAINED)).isTrue();
      assertThat(bench.world.eastTakesNoWork()).isFalse();
    }
  }

  @Test
  void whatItNeverDrainedIsLeftAlone() {
    for (PairEvent refused :
        new PairEvent[] {
          refused("failed", Map.of("touched", "false")), refused("unreachable", Map.of())
        }) {
      StepBench bench = bench(started(1), refused);

      assertThat(takenBack(bench).text(EvidenceKey.BECAUSE)).contains("not drained by this");
      assertThat(bench.world.executed()).isEmpty();
    }
  }

  @Test
  void drainThatSomebodyElseBeganStaysAndIsNamed() {
    for (PairEvent ended :
        new PairEvent[] {
          drained(true),
          // It was at work until the limit.
          refused("failed", Map.of("already", "true", "drained", "true")),
        }) {
      StepBench bench = bench(started(1), ended);

      assertThat(takenBack(bench).text(EvidenceKey.LEFT))
          .contains("east-app was drained before this operation and still is", "takes no new work");
      assertThat(bench.world.executed()).isEmpty();
      assertThat(bench.world.eastTakesNoWork()).isTrue();
    }
  }

  @Test
  void whatIsNotSeenIsNotSaidToBeDrainedStill() {
    StepBench bench = bench(started(1), drained(true));
    bench.world.agentGoesDown(EAST);

    assertThat(takenBack(bench).text(EvidenceKey.LEFT))
        .contains("whether it still is cannot be seen")
        .doesNotContain("and still is");
    assertThat(bench.world.executed()).isEmpty();
  }

  @Test
  void oneThatIsOverByThenIsNotNamed() {
    StepBench bench = new StepBench(started(1), drained(true));

    assertThat(takenBack(bench).has(EvidenceKey.LEFT)).isFalse();
  }
}
