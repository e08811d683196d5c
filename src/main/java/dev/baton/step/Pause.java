package dev.baton.step;

import java.time.Duration;

/** Waiting between two looks at the world. */
final class Pause {

  private Pause() {}

  /** Between two readings inside the service gap. */
  static void briefly() {
    of(Duration.ofMillis(3));
  }

  /** Between two readings of what is about to be so. */
  static void soon() {
    of(Duration.ofMillis(20));
  }

  /** Between two readings that nobody waits for by the millisecond. */
  static void shortly() {
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
