package dev.baton.lab.machine;

import java.util.List;
import java.util.Optional;

/** How a host comes to a first process, and loses it with everything else that runs there. */
interface HostBoot {

  /**
   * Returns as soon as there is a first process; an exception with its last words if none comes.
   */
  void on();

  /** Ends everything at once. Safe to repeat. */
  void off();

  /** The first process as this machine counts; empty while the host is off. */
  Optional<Pid> init();

  /** What stands before a command that is to run there. */
  List<String> enter(Pid init);
}
