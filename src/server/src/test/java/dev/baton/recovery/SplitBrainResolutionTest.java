package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.host.FixedInventory;
import dev.baton.http.ProblemException;
import dev.baton.operation.api.StartDecision;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.SplitBrainKind;
import dev.baton.world.SimulatedPair;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How a split brain ends once a survivor was named, and which names are refused. */
class SplitBrainResolutionTest {

  private static final PairState WELL = PairState.from(List.of(SimulatedPair.registration()));
  private static final PairState SPLIT =
      WELL.after(
          new SplitBrainSeen(
              SplitBrainKind.TWO_WRITABLE_PRIMARIES,
              List.of(SimulatedPair.EAST.database(), SimulatedPair.WEST.database()),
              Map.of()));

  private final SimulatedPair world = new SimulatedPair(true);

  private StartDecision decide(PairState pair, RecoveryRequest request) {
    RecoveryPlanner planner =
        new RecoveryPlanner(world, new FixedInventory(), new InMemoryEventLog());
    return new SplitBrainResolution(planner).decide(pair, request);
  }

  private void bothWrite() {
    world.promoteWestByHand();
    world.startEastByHand();
  }

  private static RecoveryRequest survivor(String name) {
    return request(name, null, null);
  }

  private static RecoveryRequest request(
      String survivor, @Nullable String rejoin, @Nullable Boolean home) {
    return new RecoveryRequest(
        rejoin, home, survivor, null, null, null, null, "test", null, null, null);
  }

  private static List<String> steps(StartDecision decided) {
    return decided.plan().plan().steps().stream().map(PlannedStep::id).toList();
  }

  @ParameterizedTest(name = "{0} survives, {1} gives way")
  @CsvSource({"east, west", "west, east"})
  void requestNamesWhatSurvivesAndWhatGivesWay(String survivor, String other) {
    bothWrite();

    ResolveRequested requested =
        (ResolveRequested) decide(SPLIT, survivor(survivor)).asked().getFirst();

    assertThat(requested.to()).isEqualTo(new SiteName(survivor));
    assertThat(requested.from()).isEqualTo(new SiteName(other));
    assertThat(requested.finding()).isEqualTo(SplitBrainKind.TWO_WRITABLE_PRIMARIES);
  }

  @ParameterizedTest(name = "{0} survives, {1} gives way")
  @CsvSource({"east, west", "west, east"})
  void whatGivesWayIsFencedAndThenCopiedAnew(String survivor, String other) {
    bothWrite();

    List<String> steps = steps(decide(SPLIT, survivor(survivor)));

    assertThat(steps)
        .containsSubsequence(
            "fence-application@%s-app".formatted(other),
            "fence-database@%s-db".formatted(other),
            "copy-database@%s-db".formatted(other),
            "verify-redundancy@%s-db".formatted(other));
    assertThat(steps).noneMatch(step -> step.startsWith("rewind-database"));
  }

  @Test
  void onlyTheSiteThatWasNotPrimaryIsAdopted() {
    bothWrite();

    List<String> west = steps(decide(SPLIT, survivor("west")));
    List<String> east = steps(decide(SPLIT, survivor("east")));

    assertThat(west).contains("adopt-primary@west-db");
    assertThat(east).noneMatch(step -> step.startsWith("adopt-primary"));
  }

  @Test
  void databaseThatFollowsStillIsNeitherFencedNorCopied() {
    List<String> steps = steps(decide(SPLIT, survivor("east")));

    assertThat(steps).contains("fence-address@west-app");
    assertThat(steps)
        .noneMatch(step -> step.startsWith("fence-database") || step.startsWith("copy-database"));
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("no split brain", WELL, survivor("east"), "/problems/no-split-brain"),
        arguments("a rejoin", SPLIT, request("east", "rewind", null), "'survivor': stands alone"),
        arguments("a return", SPLIT, request("east", null, true), "'survivor': stands alone"),
        arguments(
            "a site of nobody", SPLIT, survivor("north"), "'survivor': 'north' is no site of ci"),
        arguments("no name at all", SPLIT, survivor("No"), "'survivor'"),
        arguments("a standby", SPLIT, survivor("west"), "west-db does not accept writes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void whatCannotBeMeantIsRefused(
      String name, PairState pair, RecoveryRequest request, String why) {
    assertThatThrownBy(() -> decide(pair, request))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  @Test
  void silentHostCouldWriteOnUnseen() {
    bothWrite();
    world.powerOff(SimulatedPair.EAST.database());

    assertThatThrownBy(() -> decide(SPLIT, survivor("west")))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/problems/hosts-unreachable")
        .hasMessageContaining("No answer from east-db;");
  }
}
