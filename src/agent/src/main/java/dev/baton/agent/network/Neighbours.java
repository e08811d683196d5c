package dev.baton.agent.network;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The other hosts on the device's link: whether one of them has the address, and who tells them.
 */
interface Neighbours {

  /**
   * The hardware address of somebody else who answers for it, also while this host has it; empty if
   * all was silent.
   *
   * @param questions how often they are asked, as a question may be lost
   * @param silence how long altogether nobody must answer
   * @throws FailedException if it could not be asked: then nobody knows, and it must not be taken
   */
  Optional<String> owner(int questions, Duration silence)
      throws IOException, FailedException, InterruptedException;

  /** Before it is added to the device; words that {@code ip addr add} takes beside the usual. */
  List<String> prepare(Deadline deadline) throws IOException, FailedException, InterruptedException;

  /** They hear that it is here now, where the kernel does not tell them by itself. */
  default void announce() throws IOException, InterruptedException {}

  default void stopAnnouncing() throws InterruptedException {}
}
