package dev.baton.agent.order;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.HostAction;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.Programs;
import dev.baton.agent.os.TimedOutException;
import dev.baton.agent.os.UnsureException;
import dev.baton.protocol.EvidenceKey;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * An action whose long part is a child process, from its start or from where an earlier run of the
 * agent left it.
 *
 * @param closing whether the agent ends
 */
record ChildRun(
    Journal journal, JournalEntry entry, HostAction.Detached work, BooleanSupplier closing) {

  private static final long LOOK_MILLIS = 100;

  /** The agent ends while the child goes on: the next run of the agent takes its outcome in. */
  static final class Left extends RuntimeException {}

  /** Starts it and waits for its end. */
  Map<String, String> run(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    HostAction.Child child = work.begin(actionContext);
    try {
      journal.note(entry, child.notes());
      new DetachedProcess(journal, entry).start(child.words());
    } catch (FailedException | IOException e) {
      throw new FailedException(e.getMessage() + removeRemains(actionContext), child.notes());
    }
    return await(actionContext);
  }

  /** As {@link #await}, of one that an earlier run of the agent may have stopped half-way. */
  Map<String, String> resume(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    new DetachedProcess(journal, entry).signal("CONT");
    return await(actionContext);
  }

  /** Whether it stands still where it may be ended; it must not come further meanwhile. */
  private boolean stopped(DetachedProcess child)
      throws FailedException, IOException, InterruptedException {
    if (!work.endable()) {
      return false;
    }
    child.signal("STOP");
    if (!work.endable()) {
      child.signal("CONT");
      return false;
    }
    return true;
  }

  /** Waits for the end of one that was started. */
  Map<String, String> await(ActionContext actionContext)
      throws FailedException, IOException, InterruptedException {
    DetachedProcess child = new DetachedProcess(journal, entry);
    Map<String, String> notes = entry.notes().orElse(Map.of());
    boolean over =
        Poll.until(
            () -> {
              if (closing.getAsBoolean()) {
                throw new Left();
              }
              entry.progress(work.progress(actionContext, notes));
              return child.outcome().isPresent()
                  || (child.started() && !child.alive())
                  || (entry.isToEnd() && stopped(child));
            },
            actionContext.deadline(),
            LOOK_MILLIS);
    if (!over) {
      boolean unused = child.kill();
      throw new TimedOutException(entry.request().type().wireName() + " was ended at its deadline");
    }
    boolean gone = !entry.isToEnd() || child.outcome().isPresent() || child.kill();
    Optional<Programs.Exit> outcome = child.outcome();
    if (outcome.isEmpty() && entry.isToEnd() && gone && work.endable()) {
      throw new FailedException(
          "it was ended, as nobody wants it any more" + removeRemains(actionContext), notes);
    }
    if (outcome.isEmpty()) {
      throw new UnsureException(
          child.explain("its child was killed before it could say how it ended")
              + removeRemains(actionContext));
    }
    Map<String, String> facts = new TreeMap<>(work.finish(actionContext, notes, outcome.get()));
    facts.put(EvidenceKey.ELAPSED_MS.wireName(), Long.toString(entry.millis()));
    return facts;
  }

  private String removeRemains(ActionContext actionContext) throws InterruptedException {
    return LostOrder.removeRemains(work, actionContext, entry);
  }
}
