package dev.baton.access;

import java.util.function.LongSupplier;

/**
 * Token bucket: lets a burst through and then a trickle, so that somebody trying tokens all night
 * does not fill the log.
 */
final class RateLimiter {

  static final int BURST = 20;

  /** Afterwards two per second. */
  private static final long NANOS_EACH = 500_000_000L;

  private final LongSupplier nanoTime;
  private long spent;
  private long last;

  RateLimiter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = nanoTime.getAsLong();
  }

  synchronized boolean lets() {
    long now = nanoTime.getAsLong();
    spent = Math.max(0, spent - (now - last));
    last = now;
    if (spent > (BURST - 1) * NANOS_EACH) {
      return false;
    }
    spent += NANOS_EACH;
    return true;
  }
}
