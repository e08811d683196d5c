package dev.baton.agent.os;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs an action after a time limit unless it is cancelled before. */
public final class Watchdog {

  private static final ScheduledExecutorService CLOCK =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
      });

  private Watchdog() {}

  /** Closing it cancels the action. */
  public interface Armed extends AutoCloseable {
    @Override
    void close();
  }

  public static Armed after(Duration limit, Runnable action) {
    Future<?> task = CLOCK.schedule(action, limit.toMillis(), TimeUnit.MILLISECONDS);
    return () -> task.cancel(false);
  }
}
