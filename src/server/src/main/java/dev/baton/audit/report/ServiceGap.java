package dev.baton.audit.report;

import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.pair.PlannedStep;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When users had service and when not, as far as the steps tell. What was down before the operation
 * began is not in here.
 *
 * @param closedAt the first step began that takes service away
 * @param backAt service was verified after that, or given back in a rollback; of a pair without an
 *     application, the address was taken or, without one either, the database promoted
 * @param addressAt the address was taken on the new site
 * @param primaryLastSeenAt of a forced switchover: the last sight of the old primary
 */
record ServiceGap(
    Optional<Instant> closedAt,
    Optional<Instant> backAt,
    Optional<Instant> addressAt,
    Optional<Instant> primaryLastSeenAt) {

  /** The phases in which plans take service away. */
  private static final Set<String> CLOSING = Set.of("close", "fence");

  /** What gives service at last, in a plan that has none of the kinds before it. */
  private static final List<String> OPENING =
      List.of("verify-service", "take-address", "promote-database", "adopt-primary");

  static ServiceGap of(List<PlannedStep> steps, StepAttempts attempts) {
    Optional<String> opening =
        OPENING.stream()
            .filter(kind -> steps.stream().anyMatch(step -> step.name().equals(kind)))
            .findFirst();
    List<PlannedStep> begun =
        steps.stream()
            .filter(step -> opening.isPresent() && CLOSING.contains(step.phase()))
            .filter(step -> attempts.result(step.id(), false).isPresent())
            .toList();
    Optional<Instant> closedAt =
        begun.stream()
            .map(step -> attempts.of(step.id()).getFirst().startedAt())
            .min(Instant::compareTo);
    Instant since = closedAt.orElse(Instant.MIN);
    return new ServiceGap(
        closedAt,
        opening
            .flatMap(kind -> done(steps, attempts, kind, since))
            .or(() -> givenBack(begun, attempts)),
        done(steps, attempts, "take-address", since),
        steps.stream()
            .flatMap(step -> Optional.ofNullable(step.params().get("lastSeenAt")).stream())
            .flatMap(text -> time(text).stream())
            .findFirst());
  }

  private static Optional<Instant> done(
      List<PlannedStep> steps, StepAttempts attempts, String kind, Instant since) {
    return steps.stream()
        .filter(step -> step.name().equals(kind))
        .flatMap(step -> attempts.success(step.id(), false).stream())
        .flatMap(attempt -> Optional.ofNullable(attempt.endedAt()).stream())
        .filter(at -> at.isAfter(since))
        .min(Instant::compareTo);
  }

  /** A rollback gives service back with the last of what was closed. */
  private static Optional<Instant> givenBack(List<PlannedStep> begun, StepAttempts attempts) {
    List<PlannedStep> undoable = begun.stream().filter(step -> step.undo().isPresent()).toList();
    boolean all =
        !undoable.isEmpty()
            && undoable.stream().allMatch(step -> attempts.success(step.id(), true).isPresent());
    return all
        ? undoable.stream()
            .flatMap(step -> attempts.success(step.id(), true).stream())
            .flatMap((AttemptReport a) -> Optional.ofNullable(a.endedAt()).stream())
            .max(Instant::compareTo)
        : Optional.empty();
  }

  private static Optional<Instant> time(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
