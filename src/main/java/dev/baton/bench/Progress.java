package dev.baton.bench;

import java.io.PrintStream;
import java.time.Duration;

/** Tells on standard error what is being done. */
final class Progress {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final long began = System.nanoTime();
  private long told = began;

  Progress(PrintStream out) {
    this.out = out;
  }

  void say(String what) {
    told = System.nanoTime();
    out.printf("%5.1f s  %s%n", (told - began) / 1e9, what);
  }

  /** The same, but not too often. */
  void count(String what, long of) {
    if (System.nanoTime() - told > PAUSE.toNanos()) {
      say(what.formatted(of));
    }
  }
}
