package dev.baton.eventlog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who, why and where of an append; the facts say what.
 *
 * @param epoch fencing token of the writer for the pair's stream; 0 where no lease guards the
 *     stream
 * @param actor who caused it: a token's name, or {@code baton} for the engine itself
 * @param credential what identified the actor, for example {@code token:ab12cd}; never a secret
 * @param occurredAt by the clock of whoever saw it; empty means now, by the database's clock
 * @param sourceAddress where the call came from; empty for the engine itself
 * @param causation sequence number of the event that caused this one; empty when a call did
 * @param idempotencyKey stands on the first fact of the append, unique in the log
 * @param requestHash SHA-256 of the canonical request body, beside the idempotency key
 */
public record EventContext(
    long epoch,
    String actor,
    List<String> roles,
    Optional<String> credential,
    Optional<String> reason,
    Optional<String> ticket,
    Optional<Instant> occurredAt,
    String replica,
    Optional<String> agentBootId,
    Optional<String> sourceAddress,
    String requestId,
    Optional<String> traceparent,
    Optional<Long> causation,
    Optional<String> idempotencyKey,
    Optional<String> requestHash) {

  public EventContext {
    roles = List.copyOf(roles);
  }

  /** What the control plane does by itself, on behalf of a request that is on record already. */
  public static EventContext ofEngine(String replica, String requestId) {
    return new EventContext(
        0,
        "baton",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        replica,
        Optional.empty(),
        Optional.empty(),
        requestId,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same under the fencing token of the pair it is written for. */
  public EventContext withEpoch(long epoch) {
    return new EventContext(
        epoch,
        actor,
        roles,
        credential,
        reason,
        ticket,
        occurredAt,
        replica,
        agentBootId,
        sourceAddress,
        requestId,
        traceparent,
        causation,
        idempotencyKey,
        requestHash);
  }
}
