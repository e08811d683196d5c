package dev.baton.agent;

import java.io.IOException;

/** Looks again and again at something that nobody announces. */
final class Waiting {

  private static final long PAUSE_MILLIS = 2;

  private Waiting() {}

  /** Something that becomes true. */
  interface Condition {
    boolean holds() throws FailedException, IOException, InterruptedException;
  }

  /** Looks every 2 ms; whether the condition held before the deadline. */
  static boolean until(Condition condition, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return until(condition, deadline, PAUSE_MILLIS);
  }

  static boolean until(Condition condition, Deadline deadline, long pauseMillis)
      throws FailedException, IOException, InterruptedException {
    while (!condition.holds()) {
      if (deadline.passed()) {
        return false;
      }
      Thread.sleep(pauseMillis);
    }
    return true;
  }

  static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos + 500_000) / 1_000_000;
  }
}
