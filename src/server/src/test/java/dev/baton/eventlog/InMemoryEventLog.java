package dev.baton.eventlog;

import dev.baton.eventlog.append.LogHead;
import dev.baton.eventlog.append.PlacedEvent;
import dev.baton.eventlog.append.StreamState;
import dev.baton.pair.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** An event log for tests that need no database; held to the same contract as the real one. */
public final class InMemoryEventLog implements EventLog {

  private final ReentrantLock lock = new ReentrantLock();
  private final List<RecordedEvent> events = new ArrayList<>();
  private final Map<StreamId, Long> epochs = new HashMap<>();
  private final Clock clock;

  public InMemoryEventLog() {
    this(Clock.systemUTC());
  }

  public InMemoryEventLog(Clock clock) {
    this.clock = clock;
  }

  /** From here on only appends with this epoch are taken for the stream. */
  public void guard(StreamId stream, long epoch) {
    lock.lock();
    try {
      epochs.put(stream, epoch);
    } finally {
      lock.unlock();
    }
  }

  @Override
  @CanIgnoreReturnValue
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Event> added, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    lock.lock();
    try {
      var state =
          new StreamState(
              version(stream),
              Optional.ofNullable(epochs.get(stream)),
              context.idempotency().key().flatMap(this::withKey).map(RecordedEvent::seq));
      state.check(stream, expectedVersion, context);
      List<RecordedEvent> next =
          newest().next(stream, expectedVersion, added, context, clock.instant()).stream()
              .map(PlacedEvent::event)
              .toList();
      events.addAll(next);
      return next;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<RecordedEvent> read(StreamId stream, long afterVersion) {
    return copy().stream()
        .filter(event -> event.stream().equals(stream) && event.version() > afterVersion)
        .toList();
  }

  @Override
  public List<RecordedEvent> readAll(long after, int limit) {
    return copy().stream().filter(event -> event.seq() > after).limit(limit).toList();
  }

  @Override
  public Optional<RecordedEvent> withKey(String idempotencyKey) {
    return copy().stream()
        .filter(event -> event.context().idempotency().key().equals(Optional.of(idempotencyKey)))
        .findFirst();
  }

  @Override
  public long head() {
    return copy().size();
  }

  private List<RecordedEvent> copy() {
    lock.lock();
    try {
      return List.copyOf(events);
    } finally {
      lock.unlock();
    }
  }

  private LogHead newest() {
    return events.isEmpty() ? LogHead.EMPTY : LogHead.of(events.get(events.size() - 1));
  }

  @Override
  public long version(StreamId stream) {
    return copy().stream().filter(event -> event.stream().equals(stream)).count();
  }
}
