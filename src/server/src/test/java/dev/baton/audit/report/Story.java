package dev.baton.audit.report;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.baton.TestPairs;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.operation.api.NewOperation;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An operation told event by event; a second passes with each. */
final class Story {

  static final Instant BEGIN = Instant.parse("2026-01-02T03:00:00Z");
  static final OperationId OPERATION = new OperationId("operation-1");

  private final PairState pair = TestPairs.serving("a");
  private final StreamId stream = StreamId.of(pair.pair());
  private final InMemoryEventLog log = new InMemoryEventLog(new Ticking());
  private long seconds;

  private final class Ticking extends Clock {

    @Override
    public Instant instant() {
      return BEGIN.plusSeconds(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  Story() {
    engine(
        new PairRegistered(
            pair.pair(), pair.home(), pair.sites(), pair.address(), pair.systemIdentifier()));
  }

  /** Somebody asks, and the plan is frozen in the same append. */
  Story asked(PairEvent request, List<PlannedStep> plan) {
    return append(List.of(request, NewOperation.plan(OPERATION, plan)), Contexts.engine());
  }

  @CanIgnoreReturnValue
  Story person(PairEvent event) {
    return append(List.of(event), Contexts.engine());
  }

  @CanIgnoreReturnValue
  Story engine(PairEvent event) {
    return append(List.of(event), EventContext.ofEngine("replica-1", "ci"));
  }

  /** Steps that succeed, one after the other, a second each. */
  Story done(String... steps) {
    for (String step : steps) {
      done(step, Map.of());
    }
    return this;
  }

  @CanIgnoreReturnValue
  Story done(String step, Map<String, String> evidence) {
    return started(step, 1, false)
        .engine(new StepDone(OPERATION, step, false, evidence, Duration.ZERO));
  }

  Story undone(String step) {
    return started(step, 1, true)
        .engine(new StepDone(OPERATION, step, true, Map.of(), Duration.ZERO));
  }

  Story started(String step, int attempt, boolean undo) {
    return engine(new StepStarted(OPERATION, step, attempt, undo, BEGIN.plus(Duration.ofHours(1))));
  }

  Story ended(Outcome outcome, String halfDone) {
    return engine(
        new OperationEnded(
            OPERATION, outcome, List.of(), Optional.of(halfDone).filter(t -> !t.isEmpty())));
  }

  @CanIgnoreReturnValue
  Story passes(long time) {
    seconds += time;
    return this;
  }

  OperationReport report() {
    return ReportBuilder.report(OPERATION, stream()).orElseThrow();
  }

  List<RecordedEvent> stream() {
    return log.read(stream, 0);
  }

  private Story append(List<PairEvent> events, EventContext context) {
    seconds++;
    try {
      log.append(stream, log.head(), events, context);
      return this;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
