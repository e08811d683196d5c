package dev.baton.bench.log;

import dev.baton.bench.measure.Goals;
import dev.baton.bench.measure.Measure;
import dev.baton.bench.measure.ProgressLog;
import dev.baton.embedded.DatabaseAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Benchmark of {@code baton rebuild} on the large log: how many events a second, from the first it
 * reports to the last, and the most memory the program had meanwhile.
 */
final class RebuildBench {

  private static final Pattern STANDS = Pattern.compile("rebuilding projections, (\\d+) of (\\d+)");

  /** However long the log is. */
  private static final String LITTLE_HEAP = "-Xmx128m";

  private static final Duration LOOK = Duration.ofMillis(100);

  private final DatabaseAccess access;
  private final BenchLog log;
  private final Path folder;
  private final ProgressLog progress;
  private double memory;

  /**
   * With the program built in the project's folder.
   *
   * @param folder for what the program keeps beside its database
   */
  RebuildBench(DatabaseAccess access, BenchLog log, Path folder, ProgressLog progress) {
    this.access = access;
    this.log = log;
    this.folder = folder;
    this.progress = progress;
  }

  Measure measure() throws IOException, InterruptedException {
    long events = log.log().head();
    progress.say("rebuilding the tables of %,d events".formatted(events));
    try (var control =
        new ControlPlaneProcess(
            access, log, folder.resolve("rebuild"), LITTLE_HEAP, "-Dbaton.rebuild=true")) {
      long begun = System.nanoTime();
      long stoodAt = 0;
      long last = begun;
      long stands = 0;
      while (!control.endsWithin(LOOK)) {
        memory = Math.max(memory, control.peakMemory());
        long now = stands(control.said());
        if (now > stands) {
          if (stands == 0) {
            begun = System.nanoTime();
            stoodAt = now;
          }
          stands = now;
          last = System.nanoTime();
          progress.count("%,d events", now);
        }
      }
      if (control.exitCode() != 0 || last == begun) {
        throw new IllegalStateException("no rebuild to measure; it said: " + control.said());
      }
      progress.say("the program had at most %.0f MB".formatted(memory));
      return Measure.absolute(
          Goals.REBUILD, List.of((stands - stoodAt) / ((last - begun) / 1e9)), true);
    }
  }

  private static long stands(String said) {
    Matcher matcher = STANDS.matcher(said);
    long stands = 0;
    while (matcher.find()) {
      stands = Long.parseLong(matcher.group(1));
    }
    return stands;
  }
}
