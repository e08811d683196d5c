package dev.baton.eventlog;

import java.util.OptionalLong;

/**
 * The sequence numbers that come into question, both ends included, and which way they are read.
 */
record Scope(long first, long last, boolean newestFirst) {

  boolean empty() {
    return first > last;
  }

  Scope behind(OptionalLong seq) {
    if (seq.isEmpty()) {
      return this;
    }
    return newestFirst
        ? new Scope(first, Math.min(last, seq.getAsLong() - 1), true)
        : new Scope(Math.max(first, seq.getAsLong() + 1), last, false);
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
