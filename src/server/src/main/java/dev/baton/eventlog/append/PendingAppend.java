package dev.baton.eventlog.append;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.LogRolledBackException;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AppendOutcome.Duplicate;
import dev.baton.eventlog.append.AppendOutcome.Recorded;
import dev.baton.eventlog.append.AppendOutcome.RolledBack;
import dev.baton.eventlog.append.AppendOutcome.Stale;
import dev.baton.eventlog.append.AppendOutcome.Unavailable;
import dev.baton.eventlog.append.AppendOutcome.Unkeepable;
import dev.baton.pair.Event;
import dev.baton.pair.LogEvent.LogAdopted;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.StopEvent.StopDeclared;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What one caller wants appended: made by the caller, settled by whoever writes. */
final class PendingAppend {

  private final StreamId stream;
  private final long expectedVersion;
  private final List<SerializedEvent> serialized;
  private final EventContext context;
  private final boolean stops;
  private final Thread caller = Thread.currentThread();
  private volatile @Nullable AppendOutcome outcome;

  PendingAppend(
      StreamId stream, long expectedVersion, List<? extends Event> events, EventContext context) {
    this.stream = stream;
    this.expectedVersion = expectedVersion;
    // Whatever cannot be made into a row is found here, not in a statement shared with others.
    this.serialized = SerializedEvent.of(stream, events, context);
    this.context = context;
    this.stops = events.stream().allMatch(PendingAppend::stops);
  }

  StreamId stream() {
    return stream;
  }

  EventContext context() {
    return context;
  }

  /**
   * Whether it only stops something, or adopts the log as it is: that is written behind a log that
   * went back, too (S11, S14).
   */
  boolean stops() {
    return stops;
  }

  private static boolean stops(Event event) {
    return event instanceof StopDeclared
        || event instanceof PauseRequested
        || event instanceof AbortRequested
        || event instanceof LogAdopted;
  }

  /** The events it becomes when it is written after that head. */
  List<PlacedEvent> after(LogHead head, Instant now) {
    return head.next(serialized, expectedVersion, now);
  }

  void check(StreamState state) throws StaleVersionException, DuplicateKeyException {
    state.check(stream, expectedVersion, context);
  }

  boolean settled() {
    return outcome != null;
  }

  /** Lets the caller go; only the first outcome counts. */
  void settle(AppendOutcome known) {
    if (outcome == null) {
      outcome = known;
      wake();
    }
  }

  /** Has the caller look again whether it is settled or has to write. */
  void wake() {
    LockSupport.unpark(caller);
  }

  /** The outcome as the caller of {@link EventLog#append} gets it, thrown in its own thread. */
  List<RecordedEvent> events() throws StaleVersionException, DuplicateKeyException {
    return switch (Objects.requireNonNull(outcome)) {
      case Recorded recorded -> recorded.events();
      case Stale stale -> throw new StaleVersionException(stale.why());
      case Duplicate duplicate -> throw new DuplicateKeyException(duplicate.why());
      case Unkeepable unkeepable ->
          throw new IllegalArgumentException(
              "the event log cannot keep what was appended to " + stream, unkeepable.cause());
      case RolledBack back -> throw new LogRolledBackException(back.rollback());
      case Unavailable unavailable ->
          throw RecordUnavailableException.of("append to " + stream, unavailable.cause());
    };
  }
}
