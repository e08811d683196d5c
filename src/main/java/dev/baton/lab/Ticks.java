package dev.baton.lab;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A steady beat; a beat that was missed is left out, not made up for. */
final class Ticks {

  private final long period;
  private long next;

  Ticks(Duration period) {
    this.period = period.toNanos();
    this.next = System.nanoTime() + this.period;
  }

  void await() {
    for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    next = Math.max(next + period, System.nanoTime());
  }
}
