package dev.baton.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When something was surely so of whom. Only what lies between two sights counts, so that a slow
 * watcher never accuses anybody; what is shorter than two looks can escape it.
 */
public final class Spans {

  /** From the moment the first sight was had to the moment the last one was begun. */
  private record Span(String who, long from, long to) {}

  private final Map<String, Span> open = new HashMap<>();
  private final List<Span> closed = new ArrayList<>();

  /**
   * It is so, by a look that began and ended then; the look before has seen it too, or none has.
   */
  public synchronized void seen(String who, long began, long ended) {
    Span before = open.get(who);
    open.put(who, before == null ? new Span(who, ended, ended) : new Span(who, before.from, began));
  }

  /** It is not so, or not to be seen. */
  public synchronized void end(String who) {
    Span last = open.remove(who);
    if (last != null && last.from < last.to) {
      closed.add(last);
    }
  }

  /** At how many it was so at one moment, at most, since then. */
  public synchronized int most(long since) {
    List<Span> all = new ArrayList<>(closed);
    open.values().stream().filter(span -> span.from < span.to).forEach(all::add);
    all.removeIf(span -> span.to < since);
    int most = 0;
    for (Span span : all) {
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
