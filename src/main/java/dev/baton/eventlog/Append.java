package dev.baton.eventlog;

import dev.baton.eventlog.Outcome.Duplicate;
import dev.baton.eventlog.Outcome.Recorded;
import dev.baton.eventlog.Outcome.Stale;
import dev.baton.eventlog.Outcome.Unavailable;
import dev.baton.eventlog.Outcome.Unkeepable;
import dev.baton.pair.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What one caller wants appended: made by the caller, settled by whoever writes. */
final class Append {

  private final StreamId stream;
  private final long expectedVersion;
  private final List<Draft> drafts;
  private final EventContext context;
  private final Thread caller = Thread.currentThread();
  private volatile @Nullable Outcome outcome;

  Append(StreamId stream, long expectedVersion, List<? extends Fact> facts, EventContext context) {
    this.stream = stream;
    this.expectedVersion = expectedVersion;
    this.drafts = Draft.of(facts);
    this.context = context;
    // Whatever cannot be made into a row must be found here, not in a statement shared with others.
    List<RecordedEvent> unused = after(Head.EMPTY, Instant.EPOCH);
  }

  StreamId stream() {
    return stream;
  }

  EventContext context() {
    return context;
  }

  /** The events it becomes when it is written after that head. */
  List<RecordedEvent> after(Head head, Instant now) {
    return head.next(drafts, stream, expectedVersion, context, now);
  }

  void check(StreamState state) throws StaleVersionException, DuplicateKeyException {
    state.check(stream, expectedVersion, context);
  }

  boolean settled() {
    return outcome != null;
  }

  /** Lets the caller go; only the first outcome counts. */
  void settle(Outcome known) {
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
              "the record cannot keep what was appended to " + stream, unkeepable.cause());
      case Unavailable unavailable ->
          throw RecordUnavailableException.of("append to " + stream, unavailable.cause());
    };
  }
}
