package dev.baton.http;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.StaleVersionException;
import jakarta.ws.rs.core.Response;

/**
 * Read, decide, append, answer: one try of a changing call, from the start.
 *
 * @param <B> the body of the call
 */
@FunctionalInterface
public interface Attempt<B extends Reasoned> {

  /**
   * Must read everything it decides on afresh, because it is run again when somebody else was
   * faster.
   */
  Response run(B body, Call call) throws StaleVersionException, DuplicateKeyException;
}
