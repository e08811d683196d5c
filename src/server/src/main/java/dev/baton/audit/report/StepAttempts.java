package dev.baton.audit.report;

import dev.baton.audit.report.OperationReport.AttemptReport;
import dev.baton.audit.report.OperationReport.StepReport;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PlannedStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects the attempts at each step with their outcomes and evidence. */
final class StepAttempts {

  private final Map<String, List<AttemptReport>> byStep = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private final Set<String> skipped = new HashSet<>();

  void started(StepStarted e, Instant at) {
    byStep
        .computeIfAbsent(e.step(), id -> new ArrayList<>())
        .add(
            new AttemptReport(
                e.attempt(),
                e.undo(),
                at,
                e.deadline(),
                null,
                null,
                "RUNNING",
                null,
                null,
                Map.of()));
  }

  /** One that was not needed is done without ever having been started. */
  void done(StepDone e, RecordedEvent event) {
    if (!byStep.containsKey(e.step())) {
      settled(e.step());
      return;
    }
    ended(e.step(), e.undo(), event, "DONE", null, null, e.evidence());
  }

  void refused(StepRefused e, RecordedEvent event) {
    ended(e.step(), e.undo(), event, "REFUSED", e.code(), e.why(), e.evidence());
  }

  void unknown(StepUnknown e, RecordedEvent event) {
    ended(e.step(), e.undo(), event, "UNKNOWN", null, e.why(), Map.of());
  }

  /** Done without an attempt: by a person's word, by its time, or because it is not needed. */
  void settled(String step) {
    settled.add(step);
  }

  /** Left out by a person's word, whatever its attempts did. */
  void skipped(String step) {
    skipped.add(step);
  }

  private void ended(
      String step,
      boolean undo,
      RecordedEvent event,
      String result,
      @Nullable String code,
      @Nullable String why,
      Map<String, String> evidence) {
    byStep
        .getOrDefault(step, List.of())
        .replaceAll(attempt ->
            attempt.undo() == undo && attempt.result().equals("RUNNING")
                ? new AttemptReport(
                    attempt.number(),
                    undo,
                    attempt.startedAt(),
                    attempt.deadline(),
                    event.recordedAt(),
                    Duration.between(attempt.startedAt(), event.recordedAt()).toMillis(),
                    result,
                    code,
                    why,
                    sorted(evidence))
                : attempt);
  }

  List<AttemptReport> of(String step) {
    return List.copyOf(byStep.getOrDefault(step, List.of()));
  }

  /** The attempt by which a step, or its undo, was done. */
  Optional<AttemptReport> success(String step, boolean undo) {
    return of(step).stream()
        .filter(attempt -> attempt.undo() == undo && attempt.result().equals("DONE"))
        .findFirst();
  }

  /** The result of the last attempt in that direction; empty when there was none. */
  Optional<String> result(String step, boolean undo) {
    return of(step).stream()
        .filter(attempt -> attempt.undo() == undo)
        .reduce((first, second) -> second)
        .map(AttemptReport::result);
  }

  StepReport report(PlannedStep step) {
    List<AttemptReport> attempts = of(step.id());
    return new StepReport(
        step.id(),
        step.name(),
        step.host().map(HostId::value).orElse(null),
        step.phase(),
        sorted(step.params()),
        state(step.id()),
        took(attempts),
        attempts);
  }

  String state(String step) {
    if (result(step, true).equals(Optional.of("DONE"))) {
      return "UNDONE";
    }
    if (skipped.contains(step)) {
      return "SKIPPED";
    }
    return settled.contains(step) ? "DONE" : result(step, false).orElse("PENDING");
  }

  /** In one order always, so that the same report is the same text. */
  private static Map<String, String> sorted(Map<String, String> facts) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(facts));
  }

  private static @Nullable Long took(List<AttemptReport> attempts) {
    List<AttemptReport> forward = attempts.stream().filter(a -> !a.undo()).toList();
    Instant end = forward.isEmpty() ? null : forward.getLast().endedAt();
    return end == null ? null : Duration.between(forward.getFirst().startedAt(), end).toMillis();
  }
}
