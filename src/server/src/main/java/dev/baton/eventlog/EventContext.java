package dev.baton.eventlog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who, why and where of an append; the events say what.
 *
 * @param epoch fencing token of the writer for the pair's stream; 0 where no lease guards the
 *     stream
 * @param occurredAt by the clock of whoever saw it; empty means now, by the database's clock
 */
public record EventContext(
    long epoch,
    Actor actor,
    Purpose purpose,
    Optional<Instant> occurredAt,
    Origin origin,
    Correlation correlation,
    Idempotency idempotency) {

  /**
   * Who caused it.
   *
   * @param name a token's name, or {@code baton} for the engine itself
   * @param credential what identified the actor, for example {@code token:ab12cd}; never a secret
   */
  public record Actor(String name, List<String> roles, Optional<String> credential) {

    /** The control plane itself. */
    public static final Actor ENGINE = new Actor("baton", List.of(), Optional.empty());

    public Actor {
      roles = List.copyOf(roles);
    }
  }

  /** Why, in the caller's words, and the change or incident it belongs to. */
  public record Purpose(Optional<String> reason, Optional<String> ticket) {

    /** Nobody gave a reason. */
    public static final Purpose NONE = new Purpose(Optional.empty(), Optional.empty());
  }

  /**
   * Where it was seen and written.
   *
   * @param sourceAddress where the call came from; empty for the engine itself
   */
  public record Origin(
      String replica, Optional<String> agentBootId, Optional<String> sourceAddress) {

    /** Something the replica does by itself. */
    public static Origin of(String replica) {
      return new Origin(replica, Optional.empty(), Optional.empty());
    }
  }

  /**
   * What it belongs to.
   *
   * @param causation sequence number of the event that caused this one; empty when a call did
   */
  public record Correlation(
      String requestId, Optional<String> traceparent, Optional<Long> causation) {

    /** Part of one request and of nothing else. */
    public static Correlation of(String requestId) {
      return new Correlation(requestId, Optional.empty(), Optional.empty());
    }
  }

  /**
   * What makes the append happen once.
   *
   * @param key stands on the first event of the append, unique in the log
   * @param requestHash SHA-256 of the canonical request body, beside the key
   */
  public record Idempotency(Optional<String> key, Optional<String> requestHash) {

    /** It may be written again and again. */
    public static final Idempotency NONE = new Idempotency(Optional.empty(), Optional.empty());
  }

  /** What the control plane does by itself, on behalf of a request that is on record already. */
  public static EventContext ofEngine(String replica, String requestId) {
    return new EventContext(
        0,
        Actor.ENGINE,
        Purpose.NONE,
        Optional.empty(),
        Origin.of(replica),
        Correlation.of(requestId),
        Idempotency.NONE);
  }

  /** This context under the fencing token of the pair it is written for. */
  public EventContext withEpoch(long epoch) {
    return new EventContext(epoch, actor, purpose, occurredAt, origin, correlation, idempotency);
  }

  /** This context at a known moment. */
  public EventContext withOccurredAt(Instant moment) {
    return new EventContext(
        epoch, actor, purpose, Optional.of(moment), origin, correlation, idempotency);
  }

  /** This context with that idempotency key, or none. */
  public EventContext withIdempotency(Idempotency once) {
    return new EventContext(epoch, actor, purpose, occurredAt, origin, correlation, once);
  }
}
