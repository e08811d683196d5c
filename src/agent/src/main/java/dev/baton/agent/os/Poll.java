package dev.baton.agent.os;

import java.io.IOException;

/** Polls a condition until it holds or a deadline has passed. */
public final class Poll {

  private static final long PAUSE_MILLIS = 2;

  private Poll() {}

  /** Something that becomes true. */
  public interface Condition {
    boolean holds() throws FailedException, IOException, InterruptedException;
  }

  /** Looks every 2 ms; whether the condition held before the deadline. */
  public static boolean until(Condition condition, Deadline deadline)
      throws FailedException, IOException, InterruptedException {
    return until(condition, deadline, PAUSE_MILLIS);
  }

  public static boolean until(Condition condition, Deadline deadline, long pauseMillis)
      throws FailedException, IOException, InterruptedException {
    while (!condition.holds()) {
      if (deadline.passed()) {
        return false;
      }
      Thread.sleep(pauseMillis);
    }
    return true;
  }

  public static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos + 500_000) / 1_000_000;
  }
}
