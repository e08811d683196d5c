package dev.baton.http;

import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventContext.Idempotency;
import dev.baton.eventlog.EventContext.Purpose;
import java.util.Optional;

/**
 * A changing call that was admitted: it has a reason and an idempotency key that was not used
 * before.
 *
 * @param key unique in the log: principal, method, path and the caller's own key
 * @param bodyHash SHA-256 of the canonical body
 */
public record ChangeCall(
    Caller caller,
    String replica,
    String reason,
    Optional<String> ticket,
    String key,
    String bodyHash,
    IfMatch ifMatch) {

  /**
   * The context for the append that decides the call. Use it for one append only: the key stands on
   * that append's first event.
   *
   * @param epoch of the pair; 0 where no lease guards the stream
   */
  public EventContext context(long epoch) {
    return caller.context(
        epoch,
        replica,
        new Purpose(Optional.of(reason), ticket),
        new Idempotency(Optional.of(key), Optional.of(bodyHash)));
  }
}
