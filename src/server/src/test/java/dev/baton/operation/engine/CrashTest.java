package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.baton.pair.Outcome;
import dev.baton.plan.StepCatalogue;
import dev.baton.step.StepKind;
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
import java.util.stream.Stream;
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
    CrashScenario undisturbed = new CrashScenario(scenario);
    CrashSchedule crashSchedule = new CrashSchedule(Optional.empty());
    ControlPlaneRun.End end = undisturbed.live(crashSchedule);
    assertThat(end).as(undisturbed.story()).isEqualTo(ControlPlaneRun.End.DONE);
    assertThat(undisturbed.wrongs()).isEmpty();
    assertThat(undisturbed.ending().outcome()).isEqualTo(expected(scenario));
    if (scenario == Scenario.HOOKS) {
      assertThat(undisturbed.ending().slots()).containsExactly("", "barman,east_db");
    }
    if (scenario == Scenario.HOOKS_ROLLBACK) {
      assertThat(undisturbed.ending().slots()).containsExactly("barman,west_db", "");
    }

    List<String> failures = failures(scenario, crashSchedule.met(), undisturbed.ending());

    int cuts = crashSchedule.met().size();
    tell(new Tally(scenario.plan(), cuts, cuts - failures.size()));
    assertThat(failures).isEmpty();
  }

  @Test
  void everyKindOfStepIsInAPlanThatIsCut() {
    Set<String> cut =
        Arrays.stream(Scenario.values())
            .flatMap(scenario -> new CrashScenario(scenario).kindsOfSteps().stream())
            .collect(Collectors.toSet());

    assertThat(cut).containsAll(StepCatalogue.ALL.stream().map(StepKind::name).toList());
  }

  private static Outcome expected(Scenario scenario) {
    return switch (scenario) {
      case ROLLBACK, ROLLBACK_OF_A_STOP, SPOILT_DRILL, DATABASE_ROLLBACK, HOOKS_ROLLBACK ->
          Outcome.ROLLED_BACK;
      case HOOKS -> Outcome.SUCCEEDED;
      case DATABASE, DATABASE_FORCED, DATABASE_ATTESTED, DATABASE_HOME -> Outcome.SUCCEEDED;
      case DATABASE_DRILL, DATABASE_RESOLVE -> Outcome.SUCCEEDED;
      case FORCED_ATTESTED, FORCED_BY_COMMAND, FORCED_UNCOVERED, RESOLVE, DRILL ->
          Outcome.SUCCEEDED;
      case GRACEFUL, FORCED, FOLLOW, REWIND, BASE_BACKUP, FALL_BACK, PRUNE, REOPEN, RETURN_HOME ->
          Outcome.SUCCEEDED;
    };
  }

  private static List<String> failures(
      Scenario scenario, Set<CrashPoint> cuts, CrashScenario.Ending expected) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Optional<String>>> trials =
          threads.invokeAll(
              cuts.stream()
                  .<Callable<Optional<String>>>map(
                      crashPoint -> () -> failure(scenario, crashPoint, expected))
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

  private static Optional<String> failure(
      Scenario scenario, CrashPoint crashPoint, CrashScenario.Ending expected) {
    return Arrays.stream(Successor.values())
        .flatMap(successor -> failure(scenario, crashPoint, successor, expected).stream())
        .findFirst();
  }

  /** It only looks, beside a proof that fails: which of them is first is open. */
  private static boolean mayNotCome(CrashPoint crashPoint) {
    return Stream.of("prove-address-free", "address.probe")
        .anyMatch(crashPoint.toString()::contains);
  }

  /** Dies there, lives again, and compares. */
  private static Optional<String> failure(
      Scenario scenario,
      CrashPoint crashPoint,
      Successor successor,
      CrashScenario.Ending expected) {
    CrashScenario crashScenario = new CrashScenario(scenario);
    List<ControlPlaneRun.End> ends = new ArrayList<>();
    ends.add(crashScenario.live(new CrashSchedule(Optional.of(crashPoint))));
    switch (successor) {
      case RESTART -> {}
      case RESTART_TWICE ->
          ends.add(
              crashScenario.live(
                  new CrashSchedule(Optional.of(CrashPoint.atOnce(CrashPoint.Moment.AFTER)))));
      case OTHER_REPLICA -> crashScenario.takeOver();
    }
    ends.add(crashScenario.live(new CrashSchedule(Optional.empty())));
    boolean good =
        (ends.getFirst() == ControlPlaneRun.End.DEAD || mayNotCome(crashPoint))
            && ends.getLast() == ControlPlaneRun.End.DONE
            && crashScenario.wrongs().isEmpty()
            && crashScenario.ending().equals(expected);
    return good
        ? Optional.empty()
        : Optional.of(
            "%s, %s: %s, wrong: %s%n%s%n%s%n"
                .formatted(
                    crashPoint,
                    successor,
                    ends,
                    crashScenario.wrongs(),
                    crashScenario.ending(),
                    crashScenario.story()));
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
