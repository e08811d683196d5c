package dev.baton.lab.machine;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ticks at a fixed rate; a tick that was missed is left out, not made up for. */
public final class FixedRateTicker {

  private final long period;
  private long next;

  public FixedRateTicker(Duration period) {
    this.period = period.toNanos();
    this.next = System.nanoTime() + this.period;
  }

  public void await() {
    for (long left = next - System.nanoTime(); left > 0; left = next - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    next = Math.max(next + period, System.nanoTime());
  }
}
