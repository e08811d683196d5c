package dev.baton.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.pair.Outcome;
import dev.baton.step.StepKind;
import dev.baton.step.StepKinds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The control plane dies before and after every append and every order, and at every reading; the
 * next one must bring the operation to the very same end. The places are those a run without a
 * death comes by, so that a new step is covered by itself.
 */
class CrashTest {

  /** Waiting for one another makes up most of a trial. */
  private static final int AT_ONCE = 12;

  private static final Map<String, Tally> TALLIES = new TreeMap<>();

  /** What is written down for whoever wants to see the figures. */
  record Tally(String plan, int boundaries, int passed) {}

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void endsTheSameWhereverItDies(Scenario scenario) throws Exception {
    Trial undisturbed = new Trial(scenario);
    Fate fate = new Fate(Optional.empty());
    Life.End end = undisturbed.live(fate);
    assertThat(end).as(undisturbed.story()).isEqualTo(Life.End.DONE);
    assertThat(undisturbed.wrongs()).isEmpty();
    assertThat(undisturbed.ending().outcome()).isEqualTo(expected(scenario));

    List<String> failures = failures(scenario, fate.met(), undisturbed.ending());

    int cuts = fate.met().size();
    tell(new Tally(scenario.plan(), cuts, cuts - failures.size()));
    assertThat(failures).isEmpty();
  }

  @Test
  void everyKindOfStepIsInAPlanThatIsCut() {
    Set<String> cut =
        Arrays.stream(Scenario.values())
            .flatMap(scenario -> new Trial(scenario).kindsOfSteps().stream())
            .collect(Collectors.toSet());

    assertThat(cut).containsAll(StepKinds.ALL.stream().map(StepKind::name).toList());
  }

  private static Outcome expected(Scenario scenario) {
    return switch (scenario) {
      case ROLLBACK, ROLLBACK_OF_A_STOP, SPOILT_DRILL -> Outcome.ROLLED_BACK;
      case FORCED_ATTESTED, FORCED_BY_COMMAND, FORCED_UNCOVERED, RESOLVE, DRILL ->
          Outcome.SUCCEEDED;
      case GRACEFUL, FORCED, FOLLOW, REWIND, BASE_BACKUP, FALL_BACK, PRUNE, REOPEN, RETURN_HOME ->
          Outcome.SUCCEEDED;
    };
  }

  private static List<String> failures(Scenario scenario, Set<Cut> cuts, Trial.Ending expected)
      throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Optional<String>>> trials =
          threads.invokeAll(
              cuts.stream()
                  .<Callable<Optional<String>>>map(cut -> () -> failure(scenario, cut, expected))
                  .toList());
      return trials.stream().map(Future::resultNow).flatMap(Optional::stream).toList();
    }
  }

  /** Who goes on after a death. */
  private enum Successor {
    RESTART,
    /** The new life dies as well, after the first thing it changes. */
    RESTART_TWICE,
    /** Another replica takes the pair over. */
    OTHER_REPLICA
  }

  private static Optional<String> failure(Scenario scenario, Cut cut, Trial.Ending expected) {
    return Arrays.stream(Successor.values())
        .flatMap(successor -> failure(scenario, cut, successor, expected).stream())
        .findFirst();
  }

  /** Dies there, lives again, and compares. */
  private static Optional<String> failure(
      Scenario scenario, Cut cut, Successor successor, Trial.Ending expected) {
    Trial trial = new Trial(scenario);
    List<Life.End> ends = new ArrayList<>();
    ends.add(trial.live(new Fate(Optional.of(cut))));
    switch (successor) {
      case RESTART -> {}
      case RESTART_TWICE ->
          ends.add(trial.live(new Fate(Optional.of(Cut.atOnce(Cut.Moment.AFTER)))));
      case OTHER_REPLICA -> trial.takeOver();
    }
    ends.add(trial.live(new Fate(Optional.empty())));
    boolean good =
        ends.getFirst() == Life.End.DEAD
            && ends.getLast() == Life.End.DONE
            && trial.wrongs().isEmpty()
            && trial.ending().equals(expected);
    return good
        ? Optional.empty()
        : Optional.of(
            "%s, %s: %s, wrong: %s%n%s%n%s%n"
                .formatted(cut, successor, ends, trial.wrongs(), trial.ending(), trial.story()));
  }

  private static void tell(Tally tally) {
    TALLIES.put(tally.plan(), tally);
    System.out.printf(
        "crash at every boundary: %-20s %4d boundaries, %4d passed%n",
        tally.plan(), tally.boundaries(), tally.passed());
  }

  @AfterAll
  static void writeTheFiguresDown() throws IOException {
    new JsonMapper().writeValue(Path.of("target/crash-boundaries.json").toFile(), TALLIES.values());
  }
}
