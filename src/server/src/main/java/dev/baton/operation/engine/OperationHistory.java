package dev.baton.operation.engine;

import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.OperationId;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairState;
import dev.baton.pair.Plan;
import dev.baton.pair.PlannedStep;
import dev.baton.pair.StepState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One operation as its pair's stream tells it.
 *
 * @param pair the pair as the operation left it, or as it is now while it runs
 * @param events of this operation, oldest first; the first one asked for it
 */
public record OperationHistory(
    PairState pair, OperationState operation, List<RecordedEvent> events) {

  /** Reads it out of the pair's whole stream; empty when the operation is not in there. */
  public static Optional<OperationHistory> of(OperationId id, List<RecordedEvent> stream) {
    List<RecordedEvent> own = stream.stream().filter(event -> belongs(event, id)).toList();
    if (own.isEmpty()) {
      return Optional.empty();
    }
    long last = own.getLast().version();
    List<PairEvent> upToHere = new ArrayList<>();
    for (RecordedEvent event : stream) {
      if (event.version() <= last) {
        upToHere.add(event.pairEvent());
      }
    }
    PairState pair = PairState.from(upToHere);
    return Optional.of(new OperationHistory(pair, pair.operation().orElseThrow(), own));
  }

  private static boolean belongs(RecordedEvent event, OperationId id) {
    return event.operation().equals(Optional.of(id.value()));
  }

  /** The event that asked for it; its context says who and why. */
  public RecordedEvent request() {
    return events.getFirst();
  }

  public RecordedEvent last() {
    return events.getLast();
  }

  /**
   * What became of a step.
   *
   * @param state null before it was started
   * @param undo null unless it was taken back
   * @param startedAt recorded time of the last attempt
   * @param took from the order on record to its outcome on record
   */
  public record StepRun(
      PlannedStep step,
      @Nullable StepState state,
      @Nullable StepState undo,
      @Nullable Instant startedAt,
      @Nullable Duration took) {}

  /** The steps in the order of the plan; before them what was begun of a plan that was given up. */
  public List<StepRun> steps() {
    Map<String, Instant> begun = new HashMap<>();
    Map<String, Duration> took = new HashMap<>();
    for (RecordedEvent event : events) {
      switch ((PairEvent) event.event()) {
        case StepStarted e when !e.undo() -> begun.put(e.step(), event.recordedAt());
        case StepDone e when !e.undo() -> ended(e.step(), event, begun, took);
        case StepRefused e when !e.undo() -> ended(e.step(), event, begun, took);
        case StepUnknown e when !e.undo() -> ended(e.step(), event, begun, took);
        default -> {} // only these four say when a step ran
      }
    }
    return plans()
        .flatMap(plan -> plan.steps().stream())
        .filter(step -> ofThePlan(step) || operation.steps().containsKey(step.id()))
        .map(step -> {
          @Nullable Instant startedAt = begun.get(step.id());
          return new StepRun(
              step,
              operation.steps().get(step.id()),
              operation.undos().get(step.id()),
              startedAt,
              took.get(step.id()));
        })
        .toList();
  }

  private Stream<Plan> plans() {
    return events.stream()
        .map(RecordedEvent::event)
        .filter(PlanFrozen.class::isInstance)
        .map(event -> ((PlanFrozen) event).plan());
  }

  private boolean ofThePlan(PlannedStep step) {
    return operation.plan().stream().anyMatch(plan -> plan.steps().contains(step));
  }

  private static void ended(
      String step, RecordedEvent event, Map<String, Instant> begun, Map<String, Duration> took) {
    Instant start = begun.getOrDefault(step, event.recordedAt());
    took.put(step, Duration.between(start, event.recordedAt()));
  }
}
