package dev.baton.eventlog;

import dev.baton.pair.Event;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The append-only log, the only source of truth. One total order: sequence numbers have no gap and
 * a reader that has seen N never misses one above it.
 */
public interface EventLog {

  /**
   * Appends all of the events or none, in one transaction.
   *
   * @param expectedVersion version of the stream the decision was made on; 0 for a new stream
   * @param events at least one, oldest first
   * @return the events as recorded, same order
   * @throws StaleVersionException when the stream or the epoch moved on: read again, decide again;
   *     nothing was written
   * @throws DuplicateKeyException when the context carries an idempotency key that is already in
   *     the log: answer as the first call was answered; nothing was written
   */
  @CanIgnoreReturnValue
  List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Event> events, EventContext context)
      throws StaleVersionException, DuplicateKeyException;

  /** The stream's events with a version above {@code afterVersion}, oldest first; may be empty. */
  List<RecordedEvent> read(StreamId stream, long afterVersion);

  /**
   * The stream's events of these versions, oldest first; those it has none of are missing.
   *
   * @param versions in any order; may be empty
   */
  default List<RecordedEvent> pick(StreamId stream, Set<Long> versions) {
    return read(stream, 0).stream().filter(event -> versions.contains(event.version())).toList();
  }

  /** Version of the stream's newest event; 0 when it has none. */
  default long version(StreamId stream) {
    return read(stream, 0).size();
  }

  /** Events of all streams with a sequence number above {@code after}, oldest first. */
  List<RecordedEvent> readAll(long after, int limit);

  /** The event that carries this idempotency key; empty when the key was never used. */
  Optional<RecordedEvent> withKey(String idempotencyKey);

  /** Sequence number of the newest event; 0 when the log is empty. */
  long head();

  /**
   * Another number whenever the log may have gone back since: what was read before that may not be
   * in it any more.
   */
  default long generation() {
    return 0;
  }
}
