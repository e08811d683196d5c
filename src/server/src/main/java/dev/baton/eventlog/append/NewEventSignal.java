package dev.baton.eventlog.append;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes waiting threads of this process when events were appended. A hint: other replicas write
 * too.
 */
@Singleton
public class NewEventSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long head;

  public void raise(long seq) {
    lock.lock();
    try {
      head = Math.max(head, seq);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the log is known to be beyond {@code seq}, at the latest after {@code limit}. */
  public void awaitBeyond(long seq, Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long left = limit.toNanos();
      while (head <= seq && left > 0) {
        left = grown.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
