package dev.baton.operation.engine;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.operation.engine.CrashPoint.Moment;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The way of one life to the log. Each event of an append is a place where that life may end. */
public final class CrashingLog implements EventLog {

  private final EventLog log;
  private final CrashSchedule crashSchedule;

  public CrashingLog(EventLog log, CrashSchedule crashSchedule) {
    this.log = log;
    this.crashSchedule = crashSchedule;
  }

  @Override
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Event> events, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    Optional<Moment> end = Optional.empty();
    for (Event event : events) {
      end = end.or(() -> crashSchedule.meets("append " + name(event), Moment.OF_APPENDS));
    }
    if (end.equals(Optional.of(Moment.BEFORE))) {
      throw crashSchedule.end();
    }
    List<RecordedEvent> recorded = log.append(stream, expectedVersion, events, context);
    if (end.isPresent()) {
      throw crashSchedule.end();
    }
    return survived(recorded);
  }

  private <T> T survived(T answer) {
    crashSchedule.live();
    return answer;
  }

  private static String name(Event event) {
    String kind = event.getClass().getSimpleName();
    return switch (event) {
      case StepStarted e -> step(kind, e.step(), e.undo());
      case StepDone e -> step(kind, e.step(), e.undo());
      case StepRefused e -> step(kind, e.step(), e.undo());
      case StepUnknown e -> step(kind, e.step(), e.undo());
      default -> kind;
    };
  }

  private static String step(String kind, String step, boolean undo) {
    return "%s %s%s".formatted(kind, undo ? "undo " : "", step);
  }

  private <T> T alive(Supplier<T> reading) {
    crashSchedule.live();
    return survived(reading.get());
  }

  @Override
  public List<RecordedEvent> read(StreamId stream, long afterVersion) {
    return alive(() -> log.read(stream, afterVersion));
  }

  @Override
  public List<RecordedEvent> readAll(long after, int limit) {
    return alive(() -> log.readAll(after, limit));
  }

  @Override
  public Optional<RecordedEvent> withKey(String idempotencyKey) {
    return alive(() -> log.withKey(idempotencyKey));
  }

  @Override
  public long head() {
    return alive(log::head);
  }
}
