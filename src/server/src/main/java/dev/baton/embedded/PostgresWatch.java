package dev.baton.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Starts the embedded PostgreSQL again, at its old port, when it ended by itself. Where that fails
 * the program is over: a supervisor that starts it anew finds out what a restart in place cannot.
 */
final class PostgresWatch implements Runnable {

  private static final Logger LOG = Logger.getLogger(PostgresWatch.class);

  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int TRIES = 10;

  /** One that ends over and over is not mended by starting it. */
  private static final int MOST_RESTARTS = 5;

  private static final Duration WITHIN = Duration.ofMinutes(1);

  /** So that callers hear why before the connection closes. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(1);

  private final EmbeddedPostgres server;
  private final int port;
  private final Runnable end;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Deque<Long> restarts = new ArrayDeque<>();

  /**
   * @param end ends the program; called at most once, when the server is gone for good
   */
  PostgresWatch(EmbeddedPostgres server, int port, Runnable end) {
    this.server = server;
    this.port = port;
    this.end = end;
  }

  void start() {
    Thread.ofPlatform().daemon().name("watch-database").start(this);
  }

  /** Waits for a restart that is under way, so that what it started is there to be stopped. */
  void close() {
    closing.countDown();
    synchronized (this) {
      LOG.debug("the embedded PostgreSQL is watched no longer");
    }
  }

  @Override
  public void run() {
    try {
      while (!closes(LOOK)) {
        if (!server.runs() && !isBackOrClosing()) {
          DatabaseState.GONE.set();
          LOG.fatalf(
              "The embedded PostgreSQL cannot be started again; the control plane ends with exit"
                  + " code %d",
              DatabaseException.DATABASE_GONE);
          if (!closes(LAST_ANSWERS)) {
            end.run();
          }
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean closes(Duration within) throws InterruptedException {
    return closing.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized boolean isBackOrClosing() throws InterruptedException {
    if (closing.getCount() == 0) {
      return true;
    }
    long begin = System.nanoTime();
    DatabaseState.RESTARTING.set();
    LOG.error("The embedded PostgreSQL ended by itself; it is started again");
    if (isTooOften(begin)) {
      LOG.errorf("It ended %d times within %s", restarts.size(), WITHIN);
      return false;
    }
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      if (startsAgain()) {
        DatabaseState.RUNNING.set();
        LOG.infof(
            "The embedded PostgreSQL runs again after %d ms",
            (System.nanoTime() - begin) / 1_000_000);
        return true;
      }
      if (attempt < TRIES && closes(LOOK)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooOften(long now) {
    restarts.removeIf(then -> now - then > WITHIN.toNanos());
    restarts.add(now);
    return restarts.size() > MOST_RESTARTS;
  }

  private boolean startsAgain() throws InterruptedException {
    try {
      server.startAgain(port);
      return true;
    } catch (IOException | DatabaseException e) {
      LOG.errorf("A restart failed: %s", e.getMessage());
      return false;
    }
  }
}
