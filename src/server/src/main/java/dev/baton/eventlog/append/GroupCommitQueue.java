package dev.baton.eventlog.append;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Group commit: the first caller to get the lock writes every pending append, its own included;
 * there is no writer thread.
 */
final class GroupCommitQueue {

  /** Enough for all that can wait at once, few enough for one statement. */
  private static final int TOGETHER = 256;

  private final Queue<PendingAppend> waiting = new ConcurrentLinkedQueue<>();
  private final ReentrantLock writing = new ReentrantLock();
  private final Consumer<List<PendingAppend>> writer;

  /**
   * Everything is written by one thread at a time.
   *
   * @param writer settles every append it is given, oldest first
   */
  GroupCommitQueue(Consumer<List<PendingAppend>> writer) {
    this.writer = writer;
  }

  /** Returns when the append is settled; an interrupt is kept for later. */
  void settle(PendingAppend append) {
    waiting.add(append);
    // An interrupted thread can neither wait nor use a connection, and others may depend on it.
    boolean interrupted = Thread.interrupted();
    while (!append.settled()) {
      if (writing.tryLock()) {
        try {
          writeTogether();
        } finally {
          end();
        }
      } else {
        LockSupport.park(this);
      }
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void writeTogether() {
    var together = new ArrayList<PendingAppend>();
    for (PendingAppend next = waiting.poll(); next != null; next = waiting.poll()) {
      together.add(next);
      if (together.size() == TOGETHER) {
        break;
      }
    }
    if (!together.isEmpty()) {
      writer.accept(together);
    }
  }

  /** Waits until nobody writes, and keeps it so until {@link #end}. */
  void begin() {
    writing.lock();
  }

  /** Whoever came meanwhile and found somebody writing sleeps: one of them has to go on. */
  void end() {
    writing.unlock();
    PendingAppend next = waiting.peek();
    if (next != null) {
      next.wake();
    }
  }
}
