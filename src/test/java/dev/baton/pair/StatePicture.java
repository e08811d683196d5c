package dev.baton.pair;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The states of an operation and the moves a caller has in each, as text. */
public final class StatePicture {

  private static final Instant ANY = Instant.EPOCH;

  private StatePicture() {}

  public static String drawn() {
    Stream<Progress> open =
        Stream.of(
            new Progress.Pending(),
            new Progress.Running(),
            new Progress.Paused("", "", false),
            new Progress.AwaitingApproval("", "", ANY),
            new Progress.RollingBack(""));
    Stream<Progress> ended =
        Stream.of(Outcome.values())
            .map(outcome -> new Progress.Ended(outcome, List.of(), Optional.empty()));
    return Stream.concat(open, ended)
        .map(StatePicture::line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(Progress progress) {
    OperationState operation =
        OperationState.requested(
                new OperationId("o"),
                "switchover",
                "graceful",
                new SiteName("a"),
                new SiteName("b"))
            .with(progress);
    String moves =
        Move.openIn(operation).stream().map(Move::word).collect(Collectors.joining(", "));
    String end = progress instanceof Progress.Ended ? "ended" : "no move: it ends by itself";
    return "%-26s %s".formatted(progress.word(), moves.isEmpty() ? end : moves);
  }
}
