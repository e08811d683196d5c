package dev.baton.bench.measure;

/**
 * What is to be reached, under the name others know it by. Renaming one breaks their reading.
 *
 * @param figure that the ratio is held against
 */
public record Goal(String name, String unit, double figure, Direction direction) {

  /** Which way is better. */
  enum Direction {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /** This goal for a part of what is measured. */
  public Goal in(String what) {
    return new Goal(name + ", " + what, unit, figure, direction);
  }

  boolean met(double ratio) {
    return switch (direction) {
      case AT_MOST -> ratio <= figure;
      case AT_LEAST -> ratio >= figure;
    };
  }
}
