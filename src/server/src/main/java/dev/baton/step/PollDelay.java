package dev.baton.step;

import java.time.Duration;

/** Pauses between two readings of a poll loop. */
public final class PollDelay {

  private PollDelay() {}

  /** Between two readings inside the service gap. */
  public static void briefly() {
    of(Duration.ofMillis(3));
  }

  /** Between two readings of what is expected any moment. */
  public static void soon() {
    of(Duration.ofMillis(20));
  }

  /** Between two readings where milliseconds do not matter. */
  public static void shortly() {
    of(Duration.ofMillis(200));
  }

  private static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the control plane is stopping", e);
    }
  }
}
