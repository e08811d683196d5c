package dev.baton.eventlog.append;

import dev.baton.eventlog.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Caches the head of the log and the streams written lately, so that an append need not read them
 * first. Valid until the head moves, which the append itself detects; nothing has to invalidate it.
 */
final class HeadCache {

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
  private LogHead head = LogHead.EMPTY;
  private Instant seen = Instant.EPOCH;
  private long seenAt;

  /** What these appends need to know; empty when part of it has to be looked up. */
  Optional<LogSnapshot> snapshot(List<PendingAppend> appends) {
    Duration since = Duration.ofNanos(System.nanoTime() - seenAt);
    if (streams.isEmpty() || since.compareTo(CLOCK) > 0) {
      return Optional.empty();
    }
    var needed = new HashMap<StreamId, StreamState>();
    for (PendingAppend append : appends) {
      StreamState known = streams.get(append.stream());
      if (known == null) {
        return Optional.empty();
      }
      needed.put(append.stream(), known);
    }
    return Optional.of(new LogSnapshot(seen.plus(since), head, needed, Map.of(), false));
  }

  /** Takes over what was just read. */
  void learn(LogSnapshot logSnapshot) {
    if (!logSnapshot.head().equals(head)) {
      streams.clear();
    }
    head = logSnapshot.head();
    seen = logSnapshot.now();
    seenAt = System.nanoTime();
    streams.putAll(logSnapshot.streams());
  }

  /** The batch was written: the log stands behind it. */
  void advance(AppendBatch batch) {
    head = LogHead.of(batch.newest());
    streams.putAll(batch.streams());
  }

  /** Somebody else moved the head, or may have. */
  void forget() {
    streams.clear();
  }
}
