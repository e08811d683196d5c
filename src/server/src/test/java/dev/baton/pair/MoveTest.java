package dev.baton.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.baton.pair.PlannedStep.StepRole;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every progress × every move a caller may try; what is not listed as open is illegal. */
class MoveTest {

  private static final PendingRequest NOTHING = new PendingRequest.Nothing();
  private static final PendingRequest PAUSE = new PendingRequest.Pause("why");
  private static final PendingRequest ABORT = new PendingRequest.Abort();

  static Stream<Arguments> table() {
    Progress paused = new Progress.Paused("step", "why", false);
    Progress stuck = new Progress.Paused("step", "why", true);
    Progress held = new Progress.Held("why");
    return Stream.of(
        arguments(new Progress.Pending(), NOTHING, Set.of(Move.PAUSE, Move.ABORT)),
        arguments(new Progress.Pending(), PAUSE, Set.of(Move.RESUME, Move.ABORT)),
        arguments(new Progress.Pending(), ABORT, Set.of()),
        arguments(new Progress.Running(), NOTHING, Set.of(Move.PAUSE, Move.ABORT)),
        arguments(new Progress.Running(), PAUSE, Set.of(Move.RESUME, Move.ABORT)),
        arguments(new Progress.Running(), ABORT, Set.of()),
        arguments(new Progress.RollingBack("why"), NOTHING, Set.of()),
        arguments(held, NOTHING, Set.of(Move.RESUME, Move.ESCALATE, Move.ABORT)),
        arguments(held, ABORT, Set.of()),
        arguments(paused, NOTHING, Set.of(Move.RETRY, Move.SKIP, Move.ESCALATE, Move.ABORT)),
        arguments(paused, ABORT, Set.of()),
        arguments(stuck, NOTHING, Set.of(Move.RETRY, Move.ESCALATE, Move.ABORT)),
        arguments(
            new Progress.AwaitingApproval("s", "hash", Instant.EPOCH),
            NOTHING,
            Set.of(Move.APPROVE, Move.ABORT)),
        arguments(
            new Progress.Ended(Outcome.SUCCEEDED, List.of(), Optional.empty()), NOTHING, Set.of()));
  }

  @ParameterizedTest(name = "{0}, asked for {1}, opens {2}")
  @MethodSource("table")
  void opensOnlyTheseMoves(Progress progress, PendingRequest pendingRequest, Set<Move> open) {
    OperationState operation =
        StatePicture.graceful(StepRole.ORDINARY).with(progress).with(pendingRequest);

    Set<Move> moves = Move.openIn(operation);

    assertThat(moves).isEqualTo(open);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(StepRole.class)
  void opensSkipOnlyAtStepsThatNoOtherStepIsSafeBecauseOf(StepRole nature) {
    OperationState operation =
        StatePicture.graceful(nature).with(new Progress.Paused("step", "why", false));

    Set<Move> moves = Move.openIn(operation);

    assertThat(moves.contains(Move.SKIP))
        .isEqualTo(nature == StepRole.ORDINARY || nature == StepRole.REDUNDANCY);
  }

  @Test
  void everyKindOfProgressIsInTheTable() {
    Set<Class<?>> tried =
        table()
            .map(row -> Objects.requireNonNull(row.get()[0]).getClass())
            .collect(Collectors.toSet());

    Set<Class<?>> all =
        Stream.concat(
                Arrays.stream(Progress.class.getPermittedSubclasses()),
                Arrays.stream(Progress.Open.class.getPermittedSubclasses()))
            .filter(kind -> !kind.isInterface())
            .collect(Collectors.toSet());
    assertThat(tried).isEqualTo(all);
  }
}
