package dev.baton.lab.labgo;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where labgo is in its life, whether it is in maintenance, and how many requests it has in work.
 */
final class LabgoState {

  /** The phases in their order; there is no way back. */
  enum Phase {
    BOOTING,
    UP,
    STOPPING
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private Phase phase = Phase.BOOTING;
  private boolean maintenance;
  private int inWork;

  LabgoState(boolean maintenance) {
    this.maintenance = maintenance;
  }

  Phase phase() {
    return guarded(() -> phase);
  }

  boolean maintenance() {
    return guarded(() -> maintenance);
  }

  /** The boot is over; a stop that came meanwhile stands. */
  void booted() {
    lock.lock();
    try {
      if (phase == Phase.BOOTING) {
        phase = Phase.UP;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes a request in; false when it is stopping and takes no more. */
  boolean enter() {
    lock.lock();
    try {
      if (phase == Phase.STOPPING) {
        return false;
      }
      inWork++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inWork--;
      if (inWork == 0) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether that changed anything; false when it was so already. */
  boolean changeMaintenance(boolean on) {
    lock.lock();
    try {
      boolean changed = maintenance != on;
      maintenance = on;
      return changed;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes no more requests and waits for those in work, at most that long; false when some are
   * left.
   */
  boolean stop(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      phase = Phase.STOPPING;
      long left = limit.toNanos();
      while (inWork > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return inWork == 0;
    } finally {
      lock.unlock();
    }
  }

  private <T> T guarded(Supplier<T> read) {
    lock.lock();
    try {
      return read.get();
    } finally {
      lock.unlock();
    }
  }
}
