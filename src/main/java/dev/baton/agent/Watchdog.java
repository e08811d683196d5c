package dev.baton.agent;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something unless it is called off in time. */
final class Watchdog {

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
      });

  private Watchdog() {}

  /** Called off by closing it. */
  interface Armed extends AutoCloseable {
    @Override
    void close();
  }

  static Armed after(Duration limit, Runnable bark) {
    Future<?> task = CLOCK.schedule(bark, limit.toMillis(), TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }
}
