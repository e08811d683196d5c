package dev.baton.http;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.StaleVersionException;

/**
 * One try of a changing call: read, decide, append, answer.
 *
 * @param <B> the body of the call
 */
@FunctionalInterface
public interface ChangeHandler<B extends ChangeBody> {

  /**
   * Must read everything it decides on afresh, because it is run again when somebody else was
   * faster.
   */
  ChangeAnswer run(B body, ChangeCall call) throws StaleVersionException, DuplicateKeyException;
}
