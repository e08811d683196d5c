package dev.baton.agent.host;

import java.time.Duration;

/** A thread of its own that looks at this host again and again, until it is closed. */
final class LookLoop implements AutoCloseable {

  /** One look, with the pause behind it. */
  @FunctionalInterface
  interface LoopBody {
    void run() throws InterruptedException;
  }

  private final Thread thread;
  private volatile boolean closed;

  LookLoop(String name, LoopBody look) {
    thread = new Thread(() -> repeat(look), name);
    thread.setDaemon(true);
  }

  /** One with the same pause behind every look. */
  static LookLoop pausing(Duration pause, String name, LoopBody look) {
    return new LookLoop(
        name,
        () -> {
          look.run();
          Thread.sleep(pause);
        });
  }

  void start() {
    thread.start();
  }

  private void repeat(LoopBody look) {
    try {
      while (!closed) {
        look.run();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Interrupts the look under way; does not wait for its end. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
