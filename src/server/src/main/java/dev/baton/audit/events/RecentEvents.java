package dev.baton.audit.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.EventRow;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.replica.EventFeed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest events, read once for all readers of the stream. Each reader takes them from here at
 * its own pace, so one more reader costs a position, and a slow one costs the others nothing.
 */
@ApplicationScoped
class RecentEvents {

  private static final int KEPT = 512;

  /** Handed out at once, so that no reader holds many events for long. */
  private static final int MOST = 64;

  /** Readers that wait are gone at once; one that is stuck is not waited for. */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  private final EventFeed feed;
  private final EventLog log;
  private final ObjectMapper mapper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final StreamedEvent[] ring = new StreamedEvent[KEPT];
  private long last;
  private long count;
  private int readers;
  private boolean closed;

  RecentEvents(EventFeed feed, EventLog log, ObjectMapper mapper) {
    this.feed = feed;
    this.log = log;
    this.mapper = mapper;
  }

  /** Listens first and asks for the head then: whatever is beyond it has yet to come. */
  void start(@Observes StartupEvent started) {
    lock.lock();
    try {
      feed.subscribe(this::add);
      last = log.head();
    } finally {
      lock.unlock();
    }
  }

  /** Sends all readers away, while what their calls stand on is still there. */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      long left = FAREWELL.toNanos();
      while (readers > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  void joins() {
    count(1);
  }

  void leaves() {
    count(-1);
  }

  private void count(int more) {
    lock.lock();
    try {
      readers += more;
      if (closed) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether the program is ending. */
  boolean closed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Everything up to here is in the database for all to see. */
  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The next events behind a sequence number, oldest first; none when there are none yet. Empty
   * when they are not kept any more.
   */
  Optional<List<StreamedEvent>> after(long seq) {
    lock.lock();
    try {
      if (seq < last - count) {
        return Optional.empty();
      }
      var events = new ArrayList<StreamedEvent>();
      for (long next = seq + 1; next <= last && events.size() < MOST; next++) {
        events.add(ring[place(next)]);
      }
      return Optional.of(events);
    } finally {
      lock.unlock();
    }
  }

  /** Returns when there are events beyond {@code seq}, at the latest after {@code limit}. */
  void awaitBeyond(long seq, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (last <= seq && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(RecordedEvent event) {
    lock.lock();
    try {
      if (event.seq() <= last && count == 0) {
        return;
      }
      // One that comes again with a lower number comes after the log went back.
      // In a whole record the next number follows; in a damaged one nothing before the hole counts.
      count = event.seq() == last + 1 ? Math.min(count + 1, KEPT) : 1;
      last = event.seq();
      ring[place(last)] = new StreamedEvent(EventRow.of(event), mapper);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int place(long seq) {
    return (int) (seq % KEPT);
  }
}
