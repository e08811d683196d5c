package dev.baton.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LookLoopTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicReference<@Nullable Thread> looking = new AtomicReference<>();

  private void look() {
    looking.set(Thread.currentThread());
    looks.incrementAndGet();
  }

  private boolean ends() throws InterruptedException {
    return Objects.requireNonNull(looking.get()).join(LIMIT);
  }

  @Test
  void looksAgainUntilItIsClosed() throws Exception {
    LookLoop loop = LookLoop.pausing(Duration.ofMillis(1), "test", this::look);
    loop.start();
    await().atMost(LIMIT).until(() -> looks.get() > 2);

    loop.close();

    assertThat(ends()).isTrue();
  }

  @Test
  void endsInTheMiddleOfItsPause() throws Exception {
    LookLoop loop = LookLoop.pausing(Duration.ofHours(1), "test", this::look);
    loop.start();
    await().atMost(LIMIT).until(() -> looks.get() == 1);

    loop.close();

    assertThat(ends()).isTrue();
  }

  @Test
  void endsAlsoWhenALookKeepsTheInterruptToItself() throws Exception {
    LookLoop loop =
        new LookLoop(
            "test",
            () -> {
              look();
              var unused = Thread.interrupted();
            });
    loop.start();
    await().atMost(LIMIT).until(() -> looks.get() > 0);

    loop.close();

    assertThat(ends()).isTrue();
  }
}
