package dev.baton.agent.order;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.HostAction;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.HostClock;
import dev.baton.protocol.ActionState;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** An order of which nobody will ever know how it ended, and what becomes of its remains. */
final class LostOrder {

  private static final String WHY = "the agent went down before it was known how it ended";

  private LostOrder() {}

  /**
   * Its end in the journal.
   *
   * @param done what was made of its remains, as {@link #removeRemains} says it
   */
  static JournalEntry.Ending ending(JournalEntry entry, String done) {
    return new JournalEntry.Ending(
        ActionState.LOST,
        Map.of(),
        Optional.of(WHY + done),
        Duration.between(entry.acceptedAt(), HostClock.now()).toMillis());
  }

  /** No child of it runs: what is left of it goes; the words to put behind why it ended. */
  static String removeRemains(
      HostAction.Detached work, ActionContext actionContext, JournalEntry entry)
      throws InterruptedException {
    try {
      String done = work.abandon(actionContext, entry.notes().orElse(Map.of()));
      return done.isEmpty() ? "" : "; " + done;
    } catch (FailedException | IOException e) {
      return "; what it left cannot be removed: " + e.getMessage();
    }
  }
}
