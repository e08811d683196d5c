package dev.baton.eventlog;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The head of the log and the streams written lately, so that an append need not look first. Right
 * as long as the head has not moved, which the append itself finds out; nothing else has to tell.
 */
final class Memory {

  private static final int STREAMS = 4_096;

  /** How long the database's clock is trusted to run like ours. */
  private static final Duration CLOCK = Duration.ofSeconds(10);

  private final Map<StreamId, StreamState> streams =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, StreamState> eldest) {
          return size() > STREAMS;
        }
      };
  private Head head = Head.EMPTY;
  private Instant seen = Instant.EPOCH;
  private long seenAt;

  /** What these appends need to know; empty when part of it has to be looked up. */
  Optional<View> view(List<Append> appends) {
    Duration since = Duration.ofNanos(System.nanoTime() - seenAt);
    if (streams.isEmpty() || since.compareTo(CLOCK) > 0) {
      return Optional.empty();
    }
    var needed = new HashMap<StreamId, StreamState>();
    for (Append append : appends) {
      StreamState known = streams.get(append.stream());
      if (known == null) {
        return Optional.empty();
      }
      needed.put(append.stream(), known);
    }
    return Optional.of(new View(seen.plus(since), head, needed, Map.of(), false));
  }

  /** Takes over what was just read. */
  void learn(View view) {
    if (!view.head().equals(head)) {
      streams.clear();
    }
    head = view.head();
    seen = view.now();
    seenAt = System.nanoTime();
    streams.putAll(view.streams());
  }

  /** The batch was written: the log stands behind it. */
  void advance(Batch batch) {
    head = Head.of(batch.events().getLast());
    streams.putAll(batch.streams());
  }

  /** Somebody else moved the head, or may have. */
  void forget() {
    streams.clear();
  }
}
