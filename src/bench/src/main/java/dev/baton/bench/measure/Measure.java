package dev.baton.bench.measure;

import java.util.List;

/**
 * A figure and how it stands to its goal.
 *
 * @param ratio what is held against the goal: the median over the rounds of ours to what it is
 *     compared with in the same round; where it is compared with nothing, the median itself, or the
 *     quantile that the goal is about
 * @param median of ours, in the unit, over the rounds; so are min and max
 */
public record Measure(
    String name,
    double ratio,
    double median,
    double min,
    double max,
    String unit,
    int runs,
    double goal,
    boolean met) {

  /** This measure under another name. */
  public Measure named(String other) {
    return new Measure(other, ratio, median, min, max, unit, runs, goal, met);
  }

  /** Both sides of one round. */
  public record Round(double ours, double theirs) {}

  public static Measure compared(Goal goal, List<Round> rounds) {
    double ratio = Stats.median(rounds.stream().map(round -> round.ours() / round.theirs()));
    return of(goal, ratio, rounds.stream().map(Round::ours).toList(), true);
  }

  /** What the others are compared with, against itself. */
  public static Measure baseline(Goal goal, List<Round> rounds) {
    return of(goal, 1, rounds.stream().map(Round::theirs).toList(), true);
  }

  /**
   * A figure that stands for itself.
   *
   * @param otherwise whether everything else that the goal asks for is true
   */
  public static Measure absolute(Goal goal, List<Double> ours, boolean otherwise) {
    return of(goal, Stats.median(ours.stream()), ours, otherwise);
  }

  /** What that share of the figures does not exceed is held against the goal. */
  public static Measure at(Goal goal, double share, List<Double> ours) {
    double ratio = Stats.quantile(ours.stream().mapToDouble(Double::doubleValue).toArray(), share);
    return of(goal, ratio, ours, true);
  }

  private static Measure of(Goal goal, double ratio, List<Double> ours, boolean otherwise) {
    return new Measure(
        goal.name(),
        Stats.rounded(ratio),
        Stats.rounded(Stats.median(ours.stream())),
        Stats.rounded(ours.stream().mapToDouble(Double::doubleValue).min().orElseThrow()),
        Stats.rounded(ours.stream().mapToDouble(Double::doubleValue).max().orElseThrow()),
        goal.unit(),
        ours.size(),
        goal.figure(),
        goal.met(ratio) && otherwise);
  }
}
