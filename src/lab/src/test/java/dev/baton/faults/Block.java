package dev.baton.faults;

import java.util.Locale;

/** The parts of a scenario, in their order; acts and faults may alternate. */
enum Block {
  LIST,
  SETUP,
  ACT,
  FAULT,
  EXPECT;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a line of this block may stand after one of the other. */
  boolean mayFollow(Block earlier) {
    return compareTo(earlier) >= 0 || (this == ACT && earlier == FAULT);
  }
}
