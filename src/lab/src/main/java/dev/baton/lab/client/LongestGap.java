package dev.baton.lab.client;

/**
 * The longest time without a success since a moment, the one still running included. All times in
 * nanoseconds of one clock.
 */
final class LongestGap {

  private long last;
  private long longest;
  private long longestBegan;

  LongestGap(long begin) {
    last = begin;
    longestBegan = begin;
  }

  /** Counts a success; one that is reported late, after a younger one, ends no pause. */
  void success(long at) {
    long pause = at - last;
    if (pause > longest) {
      longest = pause;
      longestBegan = last;
    }
    last = Math.max(last, at);
  }

  /** The longest one, seen from then. */
  Gap longest(long now) {
    long running = now - last;
    return running > longest ? new Gap(last, running) : new Gap(longestBegan, longest);
  }

  /** One pause: when it began and how long it was. */
  record Gap(long began, long length) {}
}
