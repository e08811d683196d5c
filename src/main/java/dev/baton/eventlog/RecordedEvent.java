package dev.baton.eventlog;

import dev.baton.pair.Fact;
import java.time.Instant;
import java.util.Optional;

/**
 * A fact as the log keeps it.
 *
 * @param seq position in the one total order, counted from 1
 * @param version position in its stream, counted from 1
 * @param type stable name, for example {@code step.done}
 * @param pair empty where the fact is about no pair; so are operation, host and step
 * @param outcome how it went, for example {@code DONE} or {@code REFUSED}; empty for plain facts
 * @param payload the fact as canonical JSON (RFC 8785), the text under the hash
 * @param hash SHA-256, 32 bytes as lower-case hex
 */
public record RecordedEvent(
    long seq,
    StreamId stream,
    long version,
    String type,
    Fact fact,
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
    String hash) {}
