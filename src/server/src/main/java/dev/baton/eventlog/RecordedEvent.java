package dev.baton.eventlog;

import dev.baton.pair.Event;
import dev.baton.pair.PairEvent;
import dev.baton.pair.UnreadableEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * An event with its place in the log: number, stream, hash, context.
 *
 * @param seq position in the one total order, counted from 1
 * @param version position in its stream, counted from 1
 * @param type stable name, for example {@code step.done}
 * @param event an {@link UnreadableEvent} when this version does not know it
 * @param pair empty where the event is about no pair; so are operation, host and step
 * @param outcome how it went, for example {@code DONE} or {@code REFUSED}; empty for plain events
 * @param payload the event as canonical JSON (RFC 8785), the text under the hash
 * @param hash SHA-256, 32 bytes as lower-case hex
 */
public record RecordedEvent(
    long seq,
    StreamId stream,
    long version,
    String type,
    Event event,
    Instant occurredAt,
    Instant recordedAt,
    Optional<String> pair,
    Optional<String> operation,
    Optional<String> host,
    Optional<String> step,
    Optional<String> outcome,
    EventContext context,
    String payload,
    String prevHash,
    String hash) {

  /**
   * The event of a pair, where it stands in a pair's stream.
   *
   * @throws UnreadableEventException when this version cannot read it
   */
  public PairEvent pairEvent() {
    if (readable() instanceof PairEvent pairEvent) {
      return pairEvent;
    }
    throw UnreadableEventException.of(this, "'%s' is no event of a pair".formatted(type));
  }

  /**
   * The event, for whoever must not pass over it.
   *
   * @throws UnreadableEventException when this version cannot read it
   */
  public Event readable() {
    if (event instanceof UnreadableEvent unreadable) {
      throw UnreadableEventException.of(this, unreadable.why());
    }
    return event;
  }
}
