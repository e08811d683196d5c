package dev.baton.operation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.http.Caller;
import dev.baton.http.ChangeCall;
import dev.baton.http.IfMatch;
import dev.baton.operation.engine.EmergencyStop;
import dev.baton.operation.engine.OperationDecider;
import dev.baton.operation.engine.Situations;
import dev.baton.operation.engine.Situations.Point;
import dev.baton.pair.Move;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every point an operation can be at × every move; a move that a row does not name is illegal. */
class MoveEventsTest {

  private static final String NOT_OPEN = "not open";

  /** What follows from each open move, the director's part included. */
  private static final Map<Point, Map<Move, String>> TABLE = table();

  private static Map<Point, Map<Move, String>> table() {
    Map<Point, Map<Move, String>> table = new EnumMap<>(Point.class);
    String back = "AbortRequested, RollbackStarted, StepStarted";
    String escalated = "EscalationRequested, PlanFrozen, StepStarted";
    String ended = "AbortRequested, OperationEnded ABORTED";
    table.put(
        Point.PENDING, Map.of(Move.PAUSE, "PauseRequested, OperationHeld", Move.ABORT, ended));
    table.put(Point.RUNNING, Map.of(Move.PAUSE, "PauseRequested", Move.ABORT, "AbortRequested"));
    table.put(
        Point.RUNNING_PROMOTED, Map.of(Move.PAUSE, "PauseRequested", Move.ABORT, "AbortRequested"));
    table.put(
        Point.PAUSE_ASKED, Map.of(Move.RESUME, "ResumeRequested", Move.ABORT, "AbortRequested"));
    table.put(Point.ABORT_ASKED, Map.of());
    table.put(
        Point.HELD,
        Map.of(
            Move.RESUME, "ResumeRequested, StepStarted",
            Move.ESCALATE, escalated,
            Move.ABORT, back));
    table.put(
        Point.HELD_PROMOTED,
        Map.of(Move.RESUME, "ResumeRequested, StepStarted", Move.ABORT, ended));
    table.put(
        Point.PAUSED_AT_A_SAFEGUARD,
        Map.of(
            Move.RETRY, "RetryRequested, StepStarted", Move.ESCALATE, escalated, Move.ABORT, back));
    table.put(
        Point.PAUSED_AT_ANOTHER_STEP,
        Map.of(
            Move.RETRY,
            "RetryRequested, StepStarted",
            Move.SKIP,
            "StepSkipped, StepStarted",
            Move.ESCALATE,
            escalated,
            Move.ABORT,
            back));
    table.put(
        Point.PAUSED_AT_TWO_STEPS,
        Map.of(
            Move.RETRY, "RetryRequested, RetryRequested, StepStarted, StepStarted",
            Move.ESCALATE, escalated,
            Move.ABORT, back));
    table.put(
        Point.PAUSED_AT_THE_PROMOTION,
        Map.of(Move.RETRY, "RetryRequested, StepStarted", Move.ABORT, ended));
    table.put(
        Point.PAUSED_AT_AN_UNTOUCHED_PROMOTION,
        Map.of(
            Move.RETRY, "RetryRequested, StepStarted", Move.ESCALATE, escalated, Move.ABORT, back));
    table.put(
        Point.PAUSED_PROMOTED,
        Map.of(
            Move.RETRY, "RetryRequested, StepStarted",
            Move.SKIP, "StepSkipped, StepStarted",
            Move.ABORT, ended));
    table.put(
        Point.PAUSED_ON_THE_WAY_BACK,
        Map.of(
            Move.RETRY, "RetryRequested, StepStarted",
            Move.ESCALATE, escalated,
            Move.ABORT, ended));
    table.put(
        Point.PAUSED_AT_THE_GATE,
        Map.of(
            Move.RETRY, "RetryRequested, ApprovalRequested",
            Move.ESCALATE, escalated,
            Move.ABORT, ended));
    table.put(
        Point.WAITING_AT_THE_GATE,
        Map.of(Move.APPROVE, "OperationApproved, StepStarted", Move.ABORT, ended));
    table.put(Point.ON_THE_WAY_BACK, Map.of());
    table.put(Point.ESCALATED, Map.of(Move.PAUSE, "PauseRequested", Move.ABORT, "AbortRequested"));
    table.put(Point.ENDED, Map.of());
    return table;
  }

  static Stream<Arguments> everyPointAndMove() {
    return Arrays.stream(Point.values())
        .flatMap(point ->
            Arrays.stream(Move.values())
                .map(move ->
                    arguments(
                        point,
                        move,
                        TABLE.getOrDefault(point, Map.of()).getOrDefault(move, NOT_OPEN))));
  }

  @ParameterizedTest(name = "{0}, {1}: {2}")
  @MethodSource("everyPointAndMove")
  void recordsWhatFollows(Point point, Move move, String expected) {
    PairState state = point.state();

    boolean open = Move.openIn(state.operation().orElseThrow()).contains(move);

    assertThat(open ? Situations.words(follow(state, move)) : NOT_OPEN).isEqualTo(expected);
  }

  @Test
  void everyPointIsInTheTable() {
    assertThat(TABLE).containsOnlyKeys(Point.values());
  }

  @Test
  void everyKindOfProgressIsAPoint() {
    Set<Class<?>> tried =
        Arrays.stream(Point.values())
            .map(point -> point.state().operation().orElseThrow().progress().getClass())
            .collect(Collectors.toSet());

    Set<Class<?>> all =
        Stream.concat(
                Arrays.stream(Progress.class.getPermittedSubclasses()),
                Arrays.stream(Progress.Open.class.getPermittedSubclasses()))
            .filter(kind -> !kind.isInterface())
            .collect(Collectors.toSet());
    assertThat(tried).isEqualTo(all);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void stopOfEverythingLeavesOnlyWhatStartsNothingOrBringsServiceBack(Point point) {
    OperationState operation = point.state().operation().orElseThrow();
    Set<Move> open = Move.openIn(operation);
    boolean goesOn =
        switch (point) {
          case RUNNING_PROMOTED,
              HELD_PROMOTED,
              PAUSED_AT_THE_PROMOTION,
              PAUSED_PROMOTED,
              PAUSED_ON_THE_WAY_BACK,
              ON_THE_WAY_BACK,
              ENDED ->
              true;
          default -> false;
        };

    Set<Move> left = Move.openUnderAStop(operation);

    open.removeIf(move -> !goesOn && move != Move.PAUSE && move != Move.ABORT);
    assertThat(left).isEqualTo(open);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"PENDING", "RUNNING", "RUNNING_PROMOTED", "HELD", "ON_THE_WAY_BACK"})
  void stopOfEverythingPausesWhatWouldGoOn(Point point) {
    EmergencyStop stop = new EmergencyStop("alice", Instant.EPOCH, "flood", Optional.empty(), true);

    List<PairEvent> events = OperationDecider.halted(point.state(), () -> Optional.of(stop));

    assertThat(Situations.words(events))
        .isEqualTo(point == Point.PENDING || point == Point.RUNNING ? "PauseRequested" : "");
  }

  private static List<PairEvent> follow(PairState before, Move move) {
    List<PairEvent> all = new ArrayList<>();
    PairState state = before;
    List<PairEvent> next = events(before.running().orElseThrow(), move);
    while (!next.isEmpty()) {
      for (PairEvent event : next) {
        state = state.after(event);
        all.add(event);
      }
      next = OperationDecider.next(state, Situations.NOW);
    }
    return all;
  }

  private static List<PairEvent> events(OperationState operation, Move move) {
    if (move == Move.ESCALATE) {
      return Situations.escalation();
    }
    Caller caller =
        new Caller("alice", List.of(), Optional.empty(), Optional.empty(), "r", Optional.empty());
    ChangeCall call =
        new ChangeCall(
            caller, "replica", "why", Optional.empty(), "k", "h", new IfMatch(Optional.empty()));
    MoveRequest request = new MoveRequest(operation.planHash(), "why", null);
    return MoveEvents.events(operation, move, request, call);
  }
}
