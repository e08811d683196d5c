package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.host.FixedInventory;
import dev.baton.http.ProblemException;
import dev.baton.pair.MaintenanceWindow;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the database that is out is to follow again, and when it is not even tried. */
class RecoveryPlannerTest {

  private static final OperationId BEFORE = new OperationId("switchover-before");
  private static final PairState HOME = PairState.from(List.of(SimulatedPair.registration()));
  private static final PairState WEST_SERVES =
      HOME.after(new PrimaryPromoted(BEFORE, SimulatedPair.WEST.name(), 2, "2"));

  private final InMemoryEventLog log = new InMemoryEventLog();

  private RecoveryPlan.Choice choose(SimulatedPair world, PairState pair, String rejoin) {
    return choose(world, pair, rejoin, false);
  }

  private RecoveryPlan.Choice choose(
      SimulatedPair world, PairState pair, String rejoin, boolean home) {
    RecoveryPlanner planner =
        new RecoveryPlanner(
            world,
            new FixedInventory().with(SimulatedPair.EAST.application(), "10.0.0.1:7443"),
            log);
    return planner.choose(
        pair,
        new RecoveryPlanner.Asked(
            RecoveryPlanner.rejoin(rejoin), OnRewindFailure.PAUSE, home, MaintenanceWindow.ANY),
        planner.look(pair));
  }

  private static SimulatedPair after(boolean rewindable, Consumer<SimulatedPair> what) {
    SimulatedPair world = new SimulatedPair(rewindable);
    what.accept(world);
    world.westTakesOver();
    return world;
  }

  private static SimulatedPair afterADisaster() {
    return after(true, SimulatedPair::disaster);
  }

  static Stream<Arguments> ways() {
    Named<SimulatedPair> clean = Named.of("a clean stop", after(true, SimulatedPair::stopEast));
    Named<SimulatedPair> crash = Named.of("a crash", afterADisaster());
    Named<SimulatedPair> hintless =
        Named.of("a crash without hint bits in the log", after(false, SimulatedPair::disaster));
    return Stream.of(
        arguments(clean, "auto", RejoinKind.FOLLOW),
        arguments(clean, "follow", RejoinKind.FOLLOW),
        arguments(clean, "rewind", RejoinKind.REWIND),
        arguments(clean, "basebackup", RejoinKind.BASEBACKUP),
        arguments(crash, "auto", RejoinKind.REWIND),
        arguments(crash, "rewind", RejoinKind.REWIND),
        arguments(crash, "basebackup", RejoinKind.BASEBACKUP),
        arguments(hintless, "auto", RejoinKind.BASEBACKUP),
        arguments(hintless, "basebackup", RejoinKind.BASEBACKUP));
  }

  @ParameterizedTest(name = "after {0} {1} is {2}")
  @MethodSource("ways")
  void rejoinsAsAskedWhereThatIsEnough(SimulatedPair world, String asked, RejoinKind kind) {
    RecoveryPlan.Choice choice = choose(world, WEST_SERVES, asked);

    assertThat(choice.rejoin()).isEqualTo(kind);
  }

  static Stream<Arguments> tooLittle() {
    return Stream.of(
        arguments(Named.of("a crash", afterADisaster()), "follow", "rewind"),
        arguments(
            Named.of("a crash without hint bits", after(false, SimulatedPair::disaster)),
            "rewind",
            "basebackup"));
  }

  @ParameterizedTest(name = "after {0} {1} needs {2}")
  @MethodSource("tooLittle")
  void wayThatIsNotEnoughIsRefusedWithTheOneThatIs(
      SimulatedPair world, String asked, String needed) {
    assertThatThrownBy(() -> choose(world, WEST_SERVES, asked))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/rejoin-unfit")
        .hasMessageContaining("%s is not enough".formatted(asked))
        .hasMessageContaining("Use " + needed);
  }

  @Test
  void wordThatIsNoWayIsNamed() {
    assertThatThrownBy(() -> choose(afterADisaster(), WEST_SERVES, "up"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'rejoin': use auto, follow, rewind or basebackup");
  }

  @Test
  void siteThatIsHomeHasNowhereToReturn() {
    assertThatThrownBy(() -> choose(new SimulatedPair(true), HOME, "auto", true))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("'returnHome': east is home and primary");
  }

  @Test
  void standbyThatStreamsHasNothingToRecover() {
    assertThatThrownBy(() -> choose(new SimulatedPair(true), HOME, "auto"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/nothing-to-recover")
        .hasMessageContaining("west-db streams from east-db already");
  }

  @Test
  void silentHostsAreNamedBeforeAnythingIsDecided() {
    SimulatedPair world = afterADisaster();
    world.powerOff(SimulatedPair.EAST.database());
    world.powerOff(SimulatedPair.EAST.application());

    assertThatThrownBy(() -> choose(world, WEST_SERVES, "auto"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/hosts-unreachable")
        .hasMessageContaining("No answer from east-app, east-db;");
  }

  @Test
  void forkAndSizeAreWhatTheDatabasesShow() {
    RecoveryPlan.Choice choice = choose(afterADisaster(), WEST_SERVES, "auto");

    assertThat(choice.fork()).matches("[0-9A-F]+/[0-9A-F]+");
    assertThat(choice.bytes()).isEqualTo("7");
    assertThat(choice.outEndpoint()).isEqualTo("10.0.0.1:7443");
  }

  @Test
  void siteWhoseApplicationIsDownIsClosed() {
    RecoveryPlan.Choice choice = choose(afterADisaster(), WEST_SERVES, "auto");

    assertThat(choice.closed()).isTrue();
  }

  static Stream<Arguments> records() {
    StepDone relaxed = done("relax-synchronous@west-db", Map.of("before", "east_db"));
    StepDone restored = done("restore-synchronous@west-db", Map.of());
    StepDone elsewhere = done("relax-synchronous@east-db", Map.of("before", "west_db"));
    StepDone undone =
        new StepDone(
            BEFORE, "relax-synchronous@west-db", true, Map.of("before", "east_db"), Duration.ZERO);
    return Stream.of(
        arguments("nothing was relaxed", List.of(), ""),
        arguments("it was relaxed", List.of(relaxed), "east_db"),
        arguments("it was relaxed and restored", List.of(relaxed, restored), ""),
        arguments("it was relaxed once more", List.of(relaxed, restored, relaxed), "east_db"),
        arguments("it was relaxed on the other host", List.of(elsewhere), ""),
        arguments("an undo said so", List.of(undone), ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void whatWasRelaxedIsRememberedUntilItIsRestored(
      String name, List<PairEvent> recorded, String names) throws Exception {
    if (!recorded.isEmpty()) {
      log.append(StreamId.of(SimulatedPair.PAIR), 0, recorded, Contexts.engine());
    }

    RecoveryPlan.Choice choice = choose(afterADisaster(), WEST_SERVES, "auto");

    assertThat(choice.synchronous().relaxed()).isEqualTo(names);
  }

  private static StepDone done(String step, Map<String, String> evidence) {
    return new StepDone(BEFORE, step, false, evidence, Duration.ZERO);
  }
}
