package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.Progress;
import dev.baton.pair.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An agent goes down over an order, and no longer knows after its start how it ended. The world is
 * asked instead; where it cannot tell, a person is. Nothing is sent a second time unasked.
 */
class AgentLossTest {

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void looksForTheEffectOfALostOrderAndNeverRepeatsItUnasked(Scenario scenario) {
    CrashScenario undisturbed = new CrashScenario(scenario);
    CrashSchedule crashSchedule = new CrashSchedule(Optional.empty());
    ControlPlaneRun.End end = undisturbed.live(crashSchedule);
    assertThat(end).as(undisturbed.story()).isEqualTo(ControlPlaneRun.End.DONE);
    Set<String> orders = crashSchedule.orders();

    List<String> failures =
        orders.parallelStream()
            .flatMap(order ->
                Stream.of(true, false)
                    .flatMap(
                        effect -> failures(scenario, order, effect, undisturbed.ending()).stream()))
            .toList();

    assertThat(orders).isNotEmpty();
    assertThat(failures).isEmpty();
  }

  private static List<String> failures(
      Scenario scenario, String order, boolean effect, CrashScenario.Ending expected) {
    CrashScenario crashScenario = new CrashScenario(scenario);
    crashScenario.world().goesDownOver(order, effect);
    ControlPlaneRun.End first = crashScenario.live(new CrashSchedule(Optional.empty()));
    List<String> failures = new ArrayList<>(crashScenario.wrongs());
    List<String> possible = new ArrayList<>(expected.executed());
    if (!effect) {
      possible.remove(order);
    }
    // A copy that may be half made is removed without asking, and removing twice harms nobody.
    crashScenario.ending().executed().stream()
        .filter(id -> id.endsWith("u/drill.remove"))
        .forEach(possible::add);
    if (!possible.containsAll(crashScenario.ending().executed())
        || Set.copyOf(crashScenario.ending().executed()).size()
            != crashScenario.ending().executed().size()) {
      failures.add("sent unasked");
    }
    if (first == ControlPlaneRun.End.PAUSED) {
      failures.addAll(goesOnWhenTold(crashScenario));
    }
    boolean gaveUpTheCopy =
        Set.of(Scenario.DRILL, Scenario.DATABASE_DRILL).contains(scenario)
            && crashScenario.ending().outcome() == Outcome.ROLLED_BACK;
    if ((crashScenario.ending().outcome() != expected.outcome() && !gaveUpTheCopy)
        || !crashScenario.ending().primary().equals(expected.primary())) {
      failures.add("it ended otherwise");
    }
    return failures.stream()
        .map(why ->
            "%s, effect %s: %s, then %s%n%s%n"
                .formatted(order, effect, first, why, crashScenario.story()))
        .toList();
  }

  /** The person has looked, and has it tried again. */
  private static List<String> goesOnWhenTold(CrashScenario crashScenario) {
    if (!(crashScenario.operation().progress() instanceof Progress.Paused paused)) {
      return List.of("not paused");
    }
    OperationState operation = crashScenario.operation();
    StepState state =
        (paused.rollingBack() ? operation.undos() : operation.steps()).get(paused.step());
    if (!(state instanceof StepState.Unknown)) {
      return List.of("paused for something that is known: " + state);
    }
    crashScenario.append(new RetryRequested(operation.id(), paused.step()));
    ControlPlaneRun.End second = crashScenario.live(new CrashSchedule(Optional.empty()));
    return second == ControlPlaneRun.End.DONE
        ? crashScenario.wrongs()
        : List.of("and paused again");
  }
}
