package dev.baton.assessment;

import dev.baton.protocol.Lsn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The timelines a server came through, oldest first, from its history file and the one it is on.
 *
 * @param spans each with the position at which it was left; the last one is still open
 */
record Timelines(List<Span> spans) {

  /** One timeline; the end of the last is empty. */
  record Span(long timeline, Optional<Lsn> end) {}

  Timelines {
    spans = List.copyOf(spans);
  }

  /**
   * Reads them.
   *
   * @param history lines of {@code timeline <tab> lsn <tab> reason}; those of timelines that the
   *     server did not come to itself are passed over
   */
  static Timelines of(String history, long current) {
    List<Span> spans = new ArrayList<>();
    history
        .lines()
        .map(line -> line.strip().split("\\s+", 3))
        .filter(parts -> parts.length >= 2 && parts[0].matches("\\d{1,10}"))
        .map(parts -> new Span(Long.parseLong(parts[0]), Lsn.parse(parts[1])))
        .filter(span -> span.timeline() < current && span.end().isPresent())
        .forEach(spans::add);
    spans.add(new Span(current, Optional.empty()));
    return new Timelines(spans);
  }

  /** Where that timeline was left; empty when it is the current one or not among them. */
  Optional<Lsn> end(long timeline) {
    return spans.stream()
        .filter(span -> span.timeline() == timeline)
        .findFirst()
        .flatMap(Span::end);
  }

  /** Where the two parted; empty when one is the beginning of the other, or they share nothing. */
  Optional<Lsn> fork(Timelines other) {
    Optional<Lsn> fork = Optional.empty();
    for (int i = 0; i < Math.min(spans.size(), other.spans.size()); i++) {
      Span here = spans.get(i);
      Span there = other.spans.get(i);
      if (here.timeline() != there.timeline()) {
        return fork;
      }
      fork = earlier(here.end(), there.end());
      if (!here.end().equals(there.end())) {
        return fork;
      }
    }
    return fork;
  }

  private static Optional<Lsn> earlier(Optional<Lsn> a, Optional<Lsn> b) {
    return a.isPresent() && (b.isEmpty() || a.get().compareTo(b.get()) <= 0) ? a : b;
  }
}
