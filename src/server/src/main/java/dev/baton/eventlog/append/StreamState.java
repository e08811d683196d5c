package dev.baton.eventlog.append;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import java.util.Optional;

/**
 * Version and epoch of a stream that an append is checked against, read together with the head.
 *
 * @param version of the stream, 0 when it is new
 * @param epoch of the lease that guards the stream; empty when none does
 * @param keyedEvent the event that already carries the append's idempotency key
 */
public record StreamState(long version, Optional<Long> epoch, Optional<Long> keyedEvent) {

  /** This stream after more events. */
  StreamState at(long newVersion) {
    return new StreamState(newVersion, epoch, keyedEvent);
  }

  /** This stream, for an append whose key is on that event. */
  StreamState with(Optional<Long> keyed) {
    return new StreamState(version, epoch, keyed);
  }

  public void check(StreamId stream, long expectedVersion, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    if (keyedEvent.isPresent()) {
      throw new DuplicateKeyException(
          "the idempotency key is already on event %d".formatted(keyedEvent.get()));
    }
    if (epoch.isPresent() && epoch.get() != context.epoch()) {
      throw new StaleVersionException(
          "%s is at epoch %d, the writer at %d: another replica took it over"
              .formatted(stream, epoch.get(), context.epoch()));
    }
    if (version != expectedVersion) {
      throw new StaleVersionException(
          "%s is at version %d, not %d".formatted(stream, version, expectedVersion));
    }
  }
}
