package dev.baton.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private final AtomicLong nanos = new AtomicLong(42);
  private final RateLimiter limiter = new RateLimiter(nanos::get);

  @Test
  void letsABurstThroughAndThenNoMore() {
    assertThat(letThrough(100)).isEqualTo(RateLimiter.BURST);
  }

  @Test
  void letsTwoThroughPerSecondAfterTheBurst() {
    int burst = letThrough(100);

    nanos.addAndGet(Duration.ofSeconds(3).toNanos());

    assertThat(burst).isEqualTo(RateLimiter.BURST);
    assertThat(letThrough(100)).isEqualTo(6);
  }

  private int letThrough(int tries) {
    int through = 0;
    for (int i = 0; i < tries; i++) {
      through += limiter.lets() ? 1 : 0;
    }
    return through;
  }
}
