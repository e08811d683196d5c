package dev.baton.eventlog;

import dev.baton.pair.Fact;
import java.util.List;

/** A fact made ready before its place in the log is known, in a thread that nobody waits for. */
record Draft(Fact fact, String type, Subject subject, String payload) {

  static List<Draft> of(List<? extends Fact> facts) {
    return facts.stream().map(Draft::of).toList();
  }

  private static Draft of(Fact fact) {
    return new Draft(fact, EventTypes.name(fact), Subject.of(fact), EventCodec.write(fact));
  }
}
