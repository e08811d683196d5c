package dev.baton.bench.measure;

import java.io.PrintStream;
import java.time.Duration;

/** Tells on standard error what is being done. */
public final class ProgressLog {

  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final long began = System.nanoTime();
  private long told = began;

  public ProgressLog(PrintStream out) {
    this.out = out;
  }

  public void say(String what) {
    told = System.nanoTime();
    out.printf("%5.1f s  %s%n", (told - began) / 1e9, what);
  }

  /** Tells a count, but not too often. */
  public void count(String what, long of) {
    if (System.nanoTime() - told > PAUSE.toNanos()) {
      say(what.formatted(of));
    }
  }
}
