package dev.baton.agent.application;

import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Detects that an application ended while it was being started. */
final class StartupMonitor {

  private static final Duration BETWEEN = Duration.ofMillis(300);

  private final ApplicationProcess process;
  private final Optional<Process> launcher;
  private ApplicationProcess.Status last = ApplicationProcess.Status.unseen(true);
  private Deadline next = Deadline.in(Duration.ZERO);
  private int stopped;

  /**
   * @param launcher the start command; empty when it runs already
   */
  StartupMonitor(ApplicationProcess process, Optional<Process> launcher) {
    this.process = process;
    this.launcher = launcher;
  }

  /**
   * Whether it is certainly not there: its start command failed, its process ended, or two looks in
   * a row found it stopped.
   */
  boolean gone() throws IOException, FailedException, InterruptedException {
    if (launcher.isPresent() && launcher.get().isAlive()) {
      return false;
    }
    if (launcher.isPresent() && launcher.get().exitValue() != 0) {
      return true;
    }
    if (last.pid().isPresent() && !last.ended()) {
      return false;
    }
    if (last.ended() || next.passed()) {
      last = process.status();
      next = Deadline.in(BETWEEN);
      stopped = last.running() ? 0 : stopped + 1;
    }
    return stopped > 1;
  }
}
