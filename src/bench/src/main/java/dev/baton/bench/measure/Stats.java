package dev.baton.bench.measure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Stream;

/** Arithmetic of measured figures. */
public final class Stats {

  private static final MathContext DIGITS = new MathContext(4);

  private Stats() {}

  static double median(Stream<Double> figures) {
    return quantile(figures.mapToDouble(Double::doubleValue).toArray(), 0.5);
  }

  /** The smallest figure that at least that share of them does not exceed. */
  public static double quantile(double[] figures, double share) {
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)];
  }

  /** Four digits, which is more than was measured. */
  static double rounded(double figure) {
    return new BigDecimal(figure).round(DIGITS).doubleValue();
  }

  public static double millis(long nanos) {
    return nanos / 1e6;
  }
}
