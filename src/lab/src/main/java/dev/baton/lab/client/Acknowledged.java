package dev.baton.lab.client;

import java.util.ArrayList;
import java.util.List;

/**
 * Ids of the rows that were acknowledged on one path of the client, in their order, and the longest
 * gap since the last mark.
 */
final class Acknowledged<T> {

  private final List<T> ids = new ArrayList<>();
  private int marked;
  private LongestGap longestGap = new LongestGap(System.nanoTime());

  /** What happened since the last mark. */
  record SinceMark(int count, LongestGap.Gap longest) {}

  synchronized void add(T id, long at) {
    ids.add(id);
    longestGap.success(at);
  }

  /** Begins a new window; the rows remain known. */
  synchronized void mark(long now) {
    marked = ids.size();
    longestGap = new LongestGap(now);
  }

  synchronized SinceMark window(long now) {
    return new SinceMark(ids.size() - marked, longestGap.longest(now));
  }

  /** All of them since the client began, oldest first. */
  synchronized List<T> ids() {
    return List.copyOf(ids);
  }
}
