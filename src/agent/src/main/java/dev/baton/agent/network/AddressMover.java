package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import java.io.IOException;

/**
 * One way in which the pair's address comes to a host and leaves it. What is proved before and
 * after is the same for all of them, see {@link AddressActions}.
 */
interface AddressMover {

  /** Who is asked about the address. */
  enum LookScope {
    THIS_HOST,
    /** The others too, shortly: they were asked thoroughly a moment ago. */
    OTHERS_AGAIN,
    OTHERS
  }

  /**
   * What is true at this moment.
   *
   * @throws FailedException if it could not be found out: then nobody knows, and it must not be
   *     taken
   */
  AddressSight look(LookScope asked, Deadline deadline)
      throws FailedException, IOException, InterruptedException;

  /** What is true of this host for whoever looks all the time; maybe of some seconds ago. */
  AddressSight glance() throws FailedException, IOException, InterruptedException;

  /** The next glance is of its own time. */
  default void refresh() {}

  /**
   * Takes it, whatever others say. Safe to repeat.
   *
   * @return what to say if a look shows that it is not here now
   */
  String take(Deadline deadline) throws FailedException, IOException, InterruptedException;

  /**
   * Gives it up. Safe to repeat.
   *
   * @return what to say if a look shows that it is still here
   */
  String give(Deadline deadline) throws FailedException, IOException, InterruptedException;

  /** Tells others that it is here. */
  default void announce() throws IOException, InterruptedException {}

  /** Ends what {@link #announce} may have left going on. */
  default void stopAnnouncing() throws InterruptedException {}
}
