package dev.baton.eventlog.query;

import java.util.OptionalLong;

/** A range of sequence numbers, both ends included, and its direction. */
record SeqRange(long first, long last, boolean newestFirst) {

  boolean empty() {
    return first > last;
  }

  SeqRange behind(OptionalLong seq) {
    if (seq.isEmpty()) {
      return this;
    }
    return newestFirst
        ? new SeqRange(first, Math.min(last, seq.getAsLong() - 1), true)
        : new SeqRange(Math.max(first, seq.getAsLong() + 1), last, false);
  }

  String order() {
    return newestFirst ? "desc" : "asc";
  }

  /** Grows in the order of reading. */
  long rank(long seq) {
    return newestFirst ? -seq : seq;
  }

  long seq(long rank) {
    return newestFirst ? -rank : rank;
  }
}
