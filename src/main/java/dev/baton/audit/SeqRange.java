package dev.baton.audit;

import dev.baton.eventlog.EventEntity;
import java.time.Instant;
import java.util.Optional;

/**
 * A range of sequence numbers, both ends included. Recorded times never go back and numbers have no
 * gap, so a time range is found by bisection and needs no index of its own.
 */
record SeqRange(long first, long last) {

  static SeqRange of(Optional<Instant> from, Optional<Instant> to, long head) {
    return new SeqRange(
        from.map(time -> firstAtOrAfter(time, head)).orElse(1L),
        to.map(time -> firstAtOrAfter(time, head) - 1).orElse(Long.MAX_VALUE));
  }

  /** {@code head + 1} when all events are older. */
  private static long firstAtOrAfter(Instant time, long head) {
    long low = 1;
    long high = head + 1;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (recordedAt(middle).isBefore(time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static Instant recordedAt(long seq) {
    return EventEntity.find("select recordedAt from EventEntity where seq = ?1", seq)
        .project(Instant.class)
        .singleResult();
  }
}
