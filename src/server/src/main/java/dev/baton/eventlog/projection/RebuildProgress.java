package dev.baton.eventlog.projection;

/**
 * How far rows have come that are made again, or brought on a long way.
 *
 * @param seq the event they stand at
 * @param goal the newest one when it began
 */
public record RebuildProgress(long seq, long goal) {

  /** For people. */
  public String sentence() {
    return "rebuilding projections, %d of %d events".formatted(Math.min(seq, goal), goal);
  }
}
