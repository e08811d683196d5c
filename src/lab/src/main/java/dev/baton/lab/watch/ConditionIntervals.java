package dev.baton.lab.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Intervals in which a condition surely held of a host. Only what lies between two observations
 * counts, so that a slow watcher never accuses anybody; what is shorter than two looks can escape
 * it.
 */
public final class ConditionIntervals {

  /** From the end of the first look that saw it to the beginning of the last one. */
  private record Interval(String who, long from, long to) {}

  private final Map<String, Interval> open = new HashMap<>();
  private final List<Interval> closed = new ArrayList<>();

  /**
   * It is so, by a look that began and ended then; the look before has seen it too, or none has.
   */
  public synchronized void seen(String who, long began, long ended) {
    Interval before = open.get(who);
    open.put(
        who,
        before == null ? new Interval(who, ended, ended) : new Interval(who, before.from, began));
  }

  /** It is not so, or not to be seen. */
  public synchronized void end(String who) {
    Interval last = open.remove(who);
    if (last != null && last.from < last.to) {
      closed.add(last);
    }
  }

  /** At how many it was so at one moment, at most, since then. */
  public synchronized int most(long since) {
    List<Interval> all = new ArrayList<>(closed);
    open.values().stream().filter(span -> span.from < span.to).forEach(all::add);
    all.removeIf(span -> span.to < since);
    int most = 0;
    for (Interval span : all) {
      Set<String> together = new LinkedHashSet<>(Set.of(span.who));
      // Everything that is so at the beginning of a span; the largest crowd begins with one.
      all.stream()
          .filter(other -> other.from <= span.from && span.from < other.to)
          .forEach(other -> together.add(other.who));
      most = Math.max(most, together.size());
    }
    return most;
  }

  /** Those of whom it is so now. */
  public synchronized Set<String> now() {
    return Set.copyOf(open.keySet());
  }
}
