package dev.baton.audit.report;

import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.audit.report.OperationReport.StepReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of an operation went: one bar for each attempt, in the order in which they began.
 *
 * @param lengthMs from the first beginning to the last end, at least 1
 * @param gaps without service and without a database that takes writes, as far as the record tells
 */
record Waterfall(String operation, long lengthMs, List<Bar> bars, List<Bar> gaps) {

  /**
   * One stretch of time.
   *
   * @param fromMs since the first beginning
   * @param result as of an attempt; empty for a gap
   */
  record Bar(String name, long fromMs, long toMs, String result) {

    long ms() {
      return toMs - fromMs;
    }
  }

  static Waterfall of(OperationReport report) {
    List<AttemptReport> attempts =
        report.steps().stream().flatMap(step -> step.attempts().stream()).toList();
    Optional<Instant> first =
        attempts.stream().map(AttemptReport::startedAt).min(Comparator.naturalOrder());
    if (first.isEmpty()) {
      return new Waterfall(report.operation(), 1, List.of(), List.of());
    }
    Instant zero = first.get();
    List<Bar> bars = new ArrayList<>();
    for (StepReport step : report.steps()) {
      for (AttemptReport attempt : step.attempts()) {
        bars.add(
            bar(
                (attempt.undo() ? "undo of " : "")
                    + step.id()
                    + (attempt.number() > 1 ? " (" + attempt.number() + ")" : ""),
                zero,
                attempt.startedAt(),
                attempt.endedAt() == null ? report.asOf() : attempt.endedAt(),
                attempt.result()));
      }
    }
    bars.sort(Comparator.comparingLong(Bar::fromMs));
    long length = bars.stream().mapToLong(Bar::toMs).max().orElse(0);
    return new Waterfall(
        report.operation(), Math.max(1, length), List.copyOf(bars), gaps(report, zero));
  }

  private static List<Bar> gaps(OperationReport report, Instant zero) {
    List<Bar> gaps = new ArrayList<>();
    if (report.serviceGap() != null) {
      Instant to = report.serviceGap().to();
      gaps.add(
          bar(
              "service gap",
              zero,
              report.serviceGap().from(),
              to == null ? report.asOf() : to,
              ""));
    }
    Optional<Instant> stopped = done(report, "stop-database", AttemptReport::startedAt, first());
    Optional<Instant> writable = done(report, "promote-database", AttemptReport::endedAt, last());
    if (stopped.isPresent() && writable.isPresent()) {
      gaps.add(bar("write gap", zero, stopped.get(), writable.get(), ""));
    }
    return List.copyOf(gaps);
  }

  private interface Moment {
    @Nullable Instant of(AttemptReport attempt);
  }

  private static Optional<Instant> done(
      OperationReport report, String step, Moment moment, BinaryOperator<Instant> which) {
    return report.steps().stream()
        .filter(candidate -> candidate.name().equals(step))
        .flatMap(candidate -> candidate.attempts().stream())
        .filter(attempt -> !attempt.undo() && attempt.result().equals("DONE"))
        .flatMap(attempt -> Optional.ofNullable(moment.of(attempt)).stream())
        .reduce(which);
  }

  private static BinaryOperator<Instant> first() {
    return BinaryOperator.minBy(Comparator.naturalOrder());
  }

  private static BinaryOperator<Instant> last() {
    return BinaryOperator.maxBy(Comparator.naturalOrder());
  }

  private static Bar bar(String name, Instant zero, Instant from, Instant to, String result) {
    return new Bar(
        name,
        Duration.between(zero, from).toMillis(),
        Duration.between(zero, to).toMillis(),
        result);
  }
}
