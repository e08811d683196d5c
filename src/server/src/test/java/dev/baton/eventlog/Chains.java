package dev.baton.eventlog;

import java.util.List;
import java.util.OptionalLong;

/** Checks the chain of a log that is in memory. */
public final class Chains {

  private Chains() {}

  /**
   * The first event that is missing or does not fit; empty when the chain is whole.
   *
   * @param events all of a log, oldest first
   */
  public static OptionalLong firstBroken(List<RecordedEvent> events) {
    String last = HashChain.GENESIS;
    for (int i = 0; i < events.size(); i++) {
      RecordedEvent event = events.get(i);
      boolean fits =
          event.seq() == i + 1
              && event.prevHash().equals(last)
              && event.hash().equals(EventRow.of(event).computedHash());
      if (!fits) {
        return OptionalLong.of(i + 1);
      }
      last = event.hash();
    }
    return OptionalLong.empty();
  }
}
