package dev.baton.http;

import dev.baton.eventlog.EventContext;
import java.util.Optional;

/**
 * A changing call that has passed the gate: it has a reason and a key that was not used before.
 *
 * @param key unique in the log: principal, method, path and the caller's own key
 * @param bodyHash SHA-256 of the canonical body
 */
public record Call(
    Caller caller,
    String replica,
    String reason,
    Optional<String> ticket,
    String key,
    String bodyHash,
    IfMatch ifMatch) {

  /**
   * The context for the append that decides the call. Use it for one append only: the key stands on
   * that append's first fact.
   *
   * @param epoch of the pair; 0 where no lease guards the stream
   */
  public EventContext context(long epoch) {
    return caller.context(
        epoch, replica, Optional.of(reason), ticket, Optional.of(key), Optional.of(bodyHash));
  }
}
