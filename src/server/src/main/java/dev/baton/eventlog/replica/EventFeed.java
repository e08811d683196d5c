package dev.baton.eventlog.replica;

import dev.baton.eventlog.CanIgnoreReturnValue;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.append.NewEventSignal;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Publishes every newly recorded event to its listeners, once, in order: at once those of this
 * process, within a second those of others. A listener must not block; it hears nothing from before
 * it came.
 */
@ApplicationScoped
public class EventFeed {

  private static final Logger LOG = Logger.getLogger(EventFeed.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final int PAGE = 500;

  private final EventLog log;
  private final NewEventSignal signal;
  private final List<Consumer<RecordedEvent>> listeners = new CopyOnWriteArrayList<>();
  private final Thread worker =
      Thread.ofPlatform().daemon().name("event-feed").unstarted(this::run);
  private volatile boolean closed;
  private long last;
  private long generation;

  EventFeed(EventLog log, NewEventSignal signal) {
    this.log = log;
    this.signal = signal;
  }

  /** Ends a subscription; safe to repeat. */
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** From the next event on; the listener runs in the feed's own thread. */
  @CanIgnoreReturnValue
  public Subscription subscribe(Consumer<RecordedEvent> listener) {
    listeners.add(listener);
    return () -> {
      listeners.remove(listener);
    };
  }

  void start(@Observes StartupEvent started) {
    open();
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    close();
  }

  /** Whether the program is ending: whoever waits for events should give up. */
  public boolean closed() {
    return closed;
  }

  void open() {
    last = log.head();
    worker.start();
  }

  void close() throws InterruptedException {
    closed = true;
    worker.interrupt();
    worker.join();
  }

  private void run() {
    while (!closed) {
      try {
        deliver();
        signal.awaitBeyond(last, POLL);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        rest(e);
      }
    }
  }

  private void deliver() {
    if (log.generation() != generation) {
      generation = log.generation();
      last = Math.min(last, log.head());
    }
    List<RecordedEvent> page = log.readAll(last, PAGE);
    while (!page.isEmpty() && !closed) {
      for (RecordedEvent event : page) {
        last = event.seq();
        listeners.forEach(listener -> hand(event, listener));
      }
      page = log.readAll(last, PAGE);
    }
  }

  private static void hand(RecordedEvent event, Consumer<RecordedEvent> listener) {
    try {
      listener.accept(event);
    } catch (RuntimeException e) {
      LOG.errorf(e, "A listener failed on event %d", event.seq());
    }
  }

  /** The database is away, or was closed before us: nothing is lost, it is read later. */
  private void rest(RuntimeException e) {
    if (closed) {
      return;
    }
    LOG.warnf("New events cannot be read: %s", e.getMessage());
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
