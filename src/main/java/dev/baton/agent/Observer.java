package dev.baton.agent;

import dev.baton.action.Json;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Looks at the host twice a second and lets callers wait for what they have not seen yet. */
final class Observer implements AutoCloseable {

  private static final long EVERY_MILLIS = 500;
  private static final Duration OLDEST = Duration.ofSeconds(1);
  private static final long FILES_EVERY = 4; // looks; a digest of an unchanged file costs one stat

  // Where the log stands and what time it is changes always; it alone is no news.
  private static final String NO_NEWS = "[0-9A-F]+/[0-9A-F]+|\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z";

  private final Parts parts;
  private final Boot boot;
  private final Guard guard;
  private final Optional<ApplicationView> application;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition newer = lock.newCondition();
  private final Condition looked = lock.newCondition();
  private final Condition asked = lock.newCondition();
  private final Thread loop = new Thread(this::watch, "observer");

  private Map<String, Object> latest = Map.of();
  private String news = "";
  private long number;
  private Deadline stale = Deadline.in(Duration.ZERO);
  private boolean refresh;
  private long begun;
  private long ended;
  private volatile boolean closed;
  private Map<String, String> files = Map.of();
  private long looks;

  Observer(Policy policy, Parts parts, Boot boot, Guard guard) {
    this.parts = parts;
    this.boot = boot;
    this.guard = guard;
    application =
        policy
            .application()
            .map(part ->
                new ApplicationView(
                    part, parts.probe().orElseThrow(), parts.application().orElseThrow()));
    loop.setDaemon(true);
  }

  void start() {
    loop.start();
  }

  /** The next look is now, and a close one. */
  void refresh() {
    lock.lock();
    try {
      refresh = true;
      asked.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What is seen; waits for a newer look than that number, but not longer than that. */
  Map<String, Object> after(long seen, Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while ((number <= seen || number == 0) && left > 0) {
        left = newer.awaitNanos(left);
      }
      return latest;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What is seen by a look that begins after this call: what is decided on it was so at that time.
   * Empty when no such look ended within the wait.
   */
  Optional<Map<String, Object>> afresh(Duration wait) throws InterruptedException {
    long left = wait.toNanos();
    lock.lockInterruptibly();
    try {
      long wanted = begun + 1;
      refresh = true;
      asked.signal();
      while (ended < wanted && left > 0) {
        left = looked.awaitNanos(left);
      }
      return ended < wanted ? Optional.empty() : Optional.of(latest);
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    try {
      while (!closed) {
        begin();
        publish(look());
        pause();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin() {
    lock.lock();
    try {
      begun++;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS);
      while (!refresh && left > 0) {
        left = asked.awaitNanos(left);
      }
      if (refresh) {
        application.ifPresent(ApplicationView::refresh);
        looks = 0;
      }
      refresh = false;
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Object> look() throws InterruptedException {
    Map<String, Object> seen = new LinkedHashMap<>();
    if (parts.position().isPresent()) {
      seen.put("postgres", part(parts.position().get()::watch));
    }
    if (application.isPresent()) {
      seen.put("application", part(application.get()::read));
    }
    if (parts.address().isPresent()) {
      seen.put("address", part(parts.address().get()::read));
    }
    if (parts.files().isPresent()) {
      if (looks++ % FILES_EVERY == 0) {
        files = part(parts.files().get()::digests);
      }
      seen.put("files", files);
    }
    seen.put("guard", guard.facts());
    return seen;
  }

  private interface Part {
    Map<String, String> read() throws IOException, FailedException, InterruptedException;
  }

  /** A part that cannot be read says why and hides none of the others. */
  private static Map<String, String> part(Part part) throws InterruptedException {
    try {
      return part.read();
    } catch (IOException | FailedException | RuntimeException e) {
      return new TreeMap<>(Map.of("why", e.toString()));
    }
  }

  private void publish(Map<String, Object> seen) {
    String now = Json.write(seen).replaceAll(NO_NEWS, "");
    lock.lock();
    try {
      boolean newNumber = !now.equals(news) || stale.passed();
      if (newNumber) {
        news = now;
        number++;
        stale = Deadline.in(OLDEST);
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("number", number);
      all.put("at", Instant.now().toString());
      all.put("session", boot.session());
      all.put("bootId", boot.id());
      all.putAll(seen);
      latest = all;
      ended = begun;
      looked.signalAll();
      if (newNumber) {
        newer.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.interrupt();
  }
}
