package dev.baton.operation.api;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measured durations of earlier steps and undos, from their start event to their outcome event. */
public final class StepDurations {

  /** A step that is being carried out, in one direction. */
  private record RunningStep(OperationId operation, String step, boolean undo) {}

  /** What is compared: the same kind of step, on one host or on any. */
  private record Work(String kind, Optional<HostId> host) {}

  private final Map<Work, List<Duration>> known = new HashMap<>();

  private StepDurations() {}

  /** Reads them out of a pair's stream. */
  public static StepDurations of(List<RecordedEvent> stream) {
    StepDurations past = new StepDurations();
    Map<OperationId, Plan> plans = new HashMap<>();
    Map<RunningStep, Instant> begun = new HashMap<>();
    for (RecordedEvent event : stream) {
      if (event.event() instanceof PlanFrozen e) {
        plans.put(e.operation(), e.plan());
      } else if (event.event() instanceof StepStarted e) {
        begun.put(new RunningStep(e.operation(), e.step(), e.undo()), event.recordedAt());
      } else if (event.event() instanceof StepDone e) {
        Instant start = begun.remove(new RunningStep(e.operation(), e.step(), e.undo()));
        Plan plan = plans.get(e.operation());
        if (start != null && plan != null) {
          past.add(plan.step(e.step()), e.undo(), Duration.between(start, event.recordedAt()));
        }
      }
    }
    return past;
  }

  private void add(PlannedStep step, boolean undo, Duration took) {
    String kind = undo ? step.undo().orElseThrow().name() : step.name();
    Optional<HostId> host = undo ? Optional.of(step.undo().orElseThrow().host()) : step.host();
    add(new Work(kind, Optional.empty()), took);
    if (host.isPresent()) {
      add(new Work(kind, host), took);
    }
  }

  private void add(Work work, Duration took) {
    known.computeIfAbsent(work, any -> new ArrayList<>()).add(took);
  }

  /** The median on that host; on any host when there is none; empty when it was never done. */
  public Optional<Duration> median(String kind, Optional<HostId> host) {
    List<Duration> there = known.getOrDefault(new Work(kind, host), List.of());
    List<Duration> all =
        there.isEmpty() ? known.getOrDefault(new Work(kind, Optional.empty()), List.of()) : there;
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(all.stream().sorted().toList().get((all.size() - 1) / 2));
  }
}
