package dev.baton.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything one path of the client was promised, in the order of the promises, and the pauses
 * since the last mark.
 */
final class Acknowledged<T> {

  private final List<T> ids = new ArrayList<>();
  private int marked;
  private Pauses pauses = new Pauses(System.nanoTime());

  /** What happened since the last mark. */
  record Window(int count, Pauses.Pause longest) {}

  synchronized void add(T id, long at) {
    ids.add(id);
    pauses.success(at);
  }

  /** Begins a new window; the rows remain known. */
  synchronized void mark(long now) {
    marked = ids.size();
    pauses = new Pauses(now);
  }

  synchronized Window window(long now) {
    return new Window(ids.size() - marked, pauses.longest(now));
  }

  /** All of them since the client began, oldest first. */
  synchronized List<T> ids() {
    return List.copyOf(ids);
  }
}
