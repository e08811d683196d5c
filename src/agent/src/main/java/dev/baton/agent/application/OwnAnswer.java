package dev.baton.agent.application;

import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Whether the application answers on this host itself. Its health may be asked for at a name or an
 * address of the pair, where the other site answers.
 *
 * @param listens whether anybody on this host takes connections at the application's ports
 * @param up whether its health is answered, by whomever
 */
record OwnAnswer(Listening listens, BooleanSupplier up) {

  /** A look at the ports of this host. */
  interface Listening {
    boolean now() throws IOException;
  }

  boolean there() {
    return mayListen() && up.getAsBoolean();
  }

  /** Also where the ports cannot be told. */
  private boolean mayListen() {
    try {
      return listens.now();
    } catch (IOException unread) {
      return true;
    }
  }
}
