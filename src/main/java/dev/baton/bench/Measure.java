package dev.baton.bench;

import java.util.List;

/**
 * A figure and how it stands to its goal.
 *
 * @param ratio what is held against the goal: the median over the rounds of ours to what it is
 *     compared with in the same round; where it is compared with nothing, the median itself, or the
 *     quantile that the goal is about
 * @param median of ours, in the unit, over the rounds; so are min and max
 */
record Measure(
    String name,
    double ratio,
    double median,
    double min,
    double max,
    String unit,
    int runs,
    double goal,
    boolean met) {

  /** The same under another name. */
  Measure named(String other) {
    return new Measure(other, ratio, median, min, max, unit, runs, goal, met);
  }

  /** Both sides of one round. */
  record Round(double ours, double theirs) {}

  static Measure compared(Goal goal, List<Round> rounds) {
    double ratio = Figures.median(rounds.stream().map(round -> round.ours() / round.theirs()));
    return of(goal, ratio, rounds.stream().map(Round::ours).toList(), true);
  }

  /**
   * A figure that stands for itself.
   *
   * @param otherwise whether everything else that the goal asks for is true
   */
  static Measure absolute(Goal goal, List<Double> ours, boolean otherwise) {
    return of(goal, Figures.median(ours.stream()), ours, otherwise);
  }

  /** What that share of the figures does not exceed is held against the goal. */
  static Measure at(Goal goal, double share, List<Double> ours) {
    double ratio =
        Figures.quantile(ours.stream().mapToDouble(Double::doubleValue).toArray(), share);
    return of(goal, ratio, ours, true);
  }

  private static Measure of(Goal goal, double ratio, List<Double> ours, boolean otherwise) {
    return new Measure(
        goal.name(),
        Figures.rounded(ratio),
        Figures.rounded(Figures.median(ours.stream())),
        Figures.rounded(ours.stream().mapToDouble(Double::doubleValue).min().orElseThrow()),
        Figures.rounded(ours.stream().mapToDouble(Double::doubleValue).max().orElseThrow()),
        goal.unit(),
        ours.size(),
        goal.figure(),
        goal.met(ratio) && otherwise);
  }
}
