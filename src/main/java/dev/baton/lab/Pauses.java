package dev.baton.lab;

/**
 * The longest time without a success since a moment, the one still running included. All times in
 * nanoseconds of one clock.
 */
final class Pauses {

  private long last;
  private long longest;
  private long longestBegan;

  Pauses(long begin) {
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
  Pause longest(long now) {
    long running = now - last;
    return running > longest ? new Pause(last, running) : new Pause(longestBegan, longest);
  }

  /** One pause: when it began and how long it was. */
  record Pause(long began, long length) {}
}
