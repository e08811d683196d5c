package dev.baton.operation;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.operation.Cut.Moment;
import dev.baton.pair.Fact;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The way of one life to the log. Each event of an append is a place where that life may end. */
final class MortalLog implements EventLog {

  private final EventLog log;
  private final Fate fate;

  MortalLog(EventLog log, Fate fate) {
    this.log = log;
    this.fate = fate;
  }

  @Override
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Fact> facts, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    Optional<Moment> end = Optional.empty();
    for (Fact fact : facts) {
      end = end.or(() -> fate.meets("append " + name(fact), Moment.OF_APPENDS));
    }
    if (end.equals(Optional.of(Moment.BEFORE))) {
      throw fate.end();
    }
    List<RecordedEvent> recorded = log.append(stream, expectedVersion, facts, context);
    if (end.isPresent()) {
      throw fate.end();
    }
    return survived(recorded);
  }

  private <T> T survived(T answer) {
    fate.live();
    return answer;
  }

  private static String name(Fact fact) {
    String kind = fact.getClass().getSimpleName();
    return switch (fact) {
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
    fate.live();
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
