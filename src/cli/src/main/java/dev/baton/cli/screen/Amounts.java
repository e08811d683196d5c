package dev.baton.cli.screen;

import java.time.Duration;
import java.util.Locale;

/** Times and sizes as people read them. */
public final class Amounts {

  private static final String[] UNITS = {"kB", "MB", "GB", "TB"};

  private Amounts() {}

  /** {@code 3.2 s}, {@code 4 min 05 s} or {@code 2 h 07 min}. */
  public static String span(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, (seconds / 60) % 60);
  }

  /** Time since the start, to stand in a column: {@code 0:07}, {@code 12:40}, {@code 65:00}. */
  public static String elapsed(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }

  /** {@code 512 bytes}, {@code 1.5 MB}; units are powers of 1,000. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " bytes";
    }
    double size = bytes / 1e3;
    int unit = 0;
    while (size >= 1000 && unit < UNITS.length - 1) {
      size /= 1e3;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, UNITS[unit]);
  }
}
