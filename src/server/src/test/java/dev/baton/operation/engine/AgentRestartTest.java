package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.step.AgentGateway;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The agent is restarted over each order of each plan, for shorter and for longer: the operation
 * ends as without it, each order was carried out once, and no person had anything retried (S19).
 */
class AgentRestartTest {

  /** How many calls an agent refuses while it restarts. */
  private static final int LONGEST = 6;

  @Test
  void restartsOverEachOrderOfEachPlanChangeNothing() throws Exception {
    List<String> failures = new ArrayList<>();
    // They mostly wait, each for its own agents.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<String>>> runs =
          Arrays.stream(Scenario.values())
              .flatMap(scenario ->
                  IntStream.rangeClosed(1, LONGEST)
                      .mapToObj(calls -> threads.submit(() -> failures(scenario, calls))))
              .toList();
      for (Future<List<String>> run : runs) {
        failures.addAll(run.get());
      }
    }

    assertThat(failures).isEmpty();
  }

  private static List<String> failures(Scenario scenario, int calls) {
    CrashScenario undisturbed = new CrashScenario(scenario);
    ControlPlaneRun.End calm = undisturbed.live(new CrashSchedule(Optional.empty()));
    CrashScenario restarted = new CrashScenario(scenario);
    restarted.world().restartsBeforeEachOrder(calls);
    ControlPlaneRun.End end =
        restarted.live(new CrashSchedule(Optional.empty()), AgentGateway.RESEND);
    List<String> failures = new ArrayList<>(restarted.wrongs());
    if (calm != ControlPlaneRun.End.DONE || end != ControlPlaneRun.End.DONE) {
      failures.add("it ended %s, undisturbed %s".formatted(end, calm));
    }
    if (!restarted.ending().equals(undisturbed.ending())) {
      failures.add("%s, not %s".formatted(restarted.ending(), undisturbed.ending()));
    }
    return failures.stream()
        .map(why ->
            "%s, %d calls refused: %s%n%s".formatted(scenario, calls, why, restarted.story()))
        .toList();
  }
}
