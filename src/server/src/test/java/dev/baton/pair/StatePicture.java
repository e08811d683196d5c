package dev.baton.pair;

import dev.baton.pair.PlannedStep.StepRole;
import dev.baton.pair.kind.OperationKind;
import dev.baton.pair.kind.SwitchoverMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The states of an operation and the moves a caller has in each, as text. */
public final class StatePicture {

  private static final Instant ANY = Instant.EPOCH;

  private StatePicture() {}

  public static String drawn() {
    Map<String, Progress> open = new LinkedHashMap<>();
    open.put("PENDING", new Progress.Pending());
    open.put("RUNNING", new Progress.Running());
    open.put("PAUSED at a step", new Progress.Paused("step", "", false));
    open.put("PAUSED between steps", new Progress.Held(""));
    open.put("PAUSED on the way back", new Progress.Paused("step", "", true));
    open.put("AWAITING_APPROVAL", new Progress.AwaitingApproval("", "", ANY));
    open.put("ROLLING_BACK", new Progress.RollingBack(""));
    Stream<String> ended =
        Stream.of(Outcome.values())
            .map(outcome -> new Progress.Ended(outcome, List.of(), Optional.empty()))
            .map(progress -> line(progress.word(), progress));
    return Stream.concat(
            open.entrySet().stream().map(row -> line(row.getKey(), row.getValue())), ended)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String line(String name, Progress progress) {
    OperationState operation = graceful(StepRole.ORDINARY).with(progress);
    String moves =
        Move.openIn(operation).stream().map(Move::word).collect(Collectors.joining(", "));
    String end = progress instanceof Progress.Ended ? "ended" : "no move: it ends by itself";
    return "%-26s %s".formatted(name, moves.isEmpty() ? end : moves);
  }

  /** A graceful switchover of one step, named {@code step}. */
  static OperationState graceful(StepRole nature) {
    PlannedStep step =
        new PlannedStep(
            "step",
            "step",
            "",
            nature,
            Optional.empty(),
            Map.of(),
            List.of(),
            Duration.ZERO,
            PlannedStep.OnRefusal.PAUSE,
            Optional.empty(),
            Optional.empty());
    return OperationState.requested(
            new OperationId("o"),
            OperationKind.SWITCHOVER,
            Optional.of(SwitchoverMode.GRACEFUL),
            new SiteName("a"),
            new SiteName("b"))
        .planned(new Plan(List.of(step)), "hash");
  }
}
