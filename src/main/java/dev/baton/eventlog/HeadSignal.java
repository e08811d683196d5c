package dev.baton.eventlog;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells within this process that the log has grown. A hint: other replicas write too. */
@Singleton
class HeadSignal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long head;

  void raise(long seq) {
    lock.lock();
    try {
      head = Math.max(head, seq);
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when the log is known to be beyond {@code seq}, at the latest after {@code limit}. */
  void awaitBeyond(long seq, Duration limit) throws InterruptedException {
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
