package dev.baton.operation;

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
    Trial undisturbed = new Trial(scenario);
    Fate fate = new Fate(Optional.empty());
    Life.End end = undisturbed.live(fate);
    assertThat(end).as(undisturbed.story()).isEqualTo(Life.End.DONE);
    Set<String> orders = fate.orders();

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
      Scenario scenario, String order, boolean effect, Trial.Ending expected) {
    Trial trial = new Trial(scenario);
    trial.world().goesDownOver(order, effect);
    Life.End first = trial.live(new Fate(Optional.empty()));
    List<String> failures = new ArrayList<>(trial.wrongs());
    List<String> possible = new ArrayList<>(expected.executed());
    if (!effect) {
      possible.remove(order);
    }
    // A copy that may be half made is removed without asking, and removing twice harms nobody.
    trial.ending().executed().stream()
        .filter(id -> id.endsWith("u/drill.remove"))
        .forEach(possible::add);
    if (!possible.containsAll(trial.ending().executed())
        || Set.copyOf(trial.ending().executed()).size() != trial.ending().executed().size()) {
      failures.add("sent unasked");
    }
    if (first == Life.End.PAUSED) {
      failures.addAll(goesOnWhenTold(trial));
    }
    boolean gaveUpTheCopy =
        scenario == Scenario.DRILL && trial.ending().outcome() == Outcome.ROLLED_BACK;
    if ((trial.ending().outcome() != expected.outcome() && !gaveUpTheCopy)
        || !trial.ending().primary().equals(expected.primary())) {
      failures.add("it ended otherwise");
    }
    return failures.stream()
        .map(why ->
            "%s, effect %s: %s, then %s%n%s%n".formatted(order, effect, first, why, trial.story()))
        .toList();
  }

  /** The person has looked, and has it tried again. */
  private static List<String> goesOnWhenTold(Trial trial) {
    if (!(trial.operation().progress() instanceof Progress.Paused paused)) {
      return List.of("not paused");
    }
    OperationState operation = trial.operation();
    StepState state =
        (paused.rollingBack() ? operation.undos() : operation.steps()).get(paused.step());
    if (!(state instanceof StepState.Unknown)) {
      return List.of("paused for something that is known: " + state);
    }
    trial.append(new RetryRequested(operation.id(), paused.step()));
    Life.End second = trial.live(new Fate(Optional.empty()));
    return second == Life.End.DONE ? trial.wrongs() : List.of("and paused again");
  }
}
