package dev.baton.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import org.junit.jupiter.params.provider.MethodSource;

/** Every progress × every move a caller may try; what is not listed as open is illegal. */
class MoveTest {

  static Stream<Arguments> table() {
    return Stream.of(
        arguments(new Progress.Pending(), false, Set.of(Move.ABORT)),
        arguments(new Progress.Pending(), true, Set.of()),
        arguments(new Progress.Running(), false, Set.of(Move.ABORT)),
        arguments(new Progress.Running(), true, Set.of()),
        arguments(new Progress.RollingBack("why"), false, Set.of()),
        arguments(new Progress.Paused("s", "why", false), false, Set.of(Move.RETRY, Move.ABORT)),
        arguments(new Progress.Paused("s", "why", true), false, Set.of(Move.RETRY, Move.ABORT)),
        arguments(
            new Progress.AwaitingApproval("s", "hash", Instant.EPOCH),
            false,
            Set.of(Move.APPROVE, Move.ABORT)),
        arguments(
            new Progress.Ended(Outcome.SUCCEEDED, List.of(), Optional.empty()), false, Set.of()));
  }

  @ParameterizedTest(name = "{0}, abort asked: {1}, opens {2}")
  @MethodSource("table")
  void opensOnlyTheseMoves(Progress progress, boolean abortAsked, Set<Move> open) {
    OperationState operation =
        OperationState.requested(
                new OperationId("o"),
                "switchover",
                "graceful",
                new SiteName("a"),
                new SiteName("b"))
            .with(progress);

    Set<Move> moves = Move.openIn(abortAsked ? operation.withAbort() : operation);

    assertThat(moves).isEqualTo(open);
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
