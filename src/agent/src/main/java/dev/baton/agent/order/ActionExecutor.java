package dev.baton.agent.order;

import dev.baton.agent.action.ActionContext;
import dev.baton.agent.action.HostAction;
import dev.baton.agent.guard.BootGuard;
import dev.baton.agent.host.ActionRegistry;
import dev.baton.agent.os.Boot;
import dev.baton.agent.os.Deadline;
import dev.baton.agent.os.FailedException;
import dev.baton.agent.os.Poll;
import dev.baton.agent.os.TimedOutException;
import dev.baton.agent.os.UnsureException;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionState;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Runs accepted orders, one at a time per resource, and settles those of an earlier run. */
public final class ActionExecutor implements AutoCloseable {

  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final ActionRegistry actions;
  private final Journal journal;
  private final Boot boot;
  private final GuardedAction guarded;
  private final Runnable changed;
  private final Map<Resource, String> running = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /**
   * @param changed called after each action, as the host looks different now
   */
  public ActionExecutor(
      ActionRegistry actions, Journal journal, Boot boot, BootGuard guard, Runnable changed) {
    this.actions = actions;
    this.journal = journal;
    this.boot = boot;
    this.guarded = new GuardedAction(guard);
    this.changed = changed;
  }

  public Optional<String> runningOn(Resource resource) {
    return Optional.ofNullable(running.get(resource));
  }

  /** Settles what an earlier run left open; called before the first order is accepted. */
  public void settle() throws IOException {
    for (JournalEntry entry : journal.unended()) {
      DetachedProcess child = new DetachedProcess(journal, entry);
      boolean ours = entry.bootId().equals(boot.id()) && child.alive();
      boolean known = entry.notes().isPresent() && (ours || child.outcome().isPresent());
      if (known && actions.action(entry.request().type()) instanceof HostAction.Detached work) {
        begin(entry, childRun(entry, work)::resume);
      } else if (actions.action(entry.request().type()) instanceof HostAction.Detached work) {
        clearAway(entry, work);
      } else {
        journal.end(entry, LostOrder.ending(entry, ""));
      }
    }
  }

  /**
   * Whoever asks hears at once that it is lost. That is written down only behind the removal of
   * what it left, so that one cut short is gone on with at the next start; until then its resource
   * is not free.
   */
  private void clearAway(JournalEntry entry, HostAction.Detached work) {
    Resource resource = entry.request().type().resource();
    entry.end(LostOrder.ending(entry, ""));
    running.put(resource, entry.id());
    ActionRequest request = entry.request();
    ActionContext actionContext =
        new ActionContext(request.params(), Deadline.in(request.timeout()), facts -> {});
    Thread thread =
        Thread.ofVirtual()
            .name(entry.id())
            .unstarted(() -> {
              try {
                JournalEntry.Ending ending =
                    LostOrder.ending(entry, LostOrder.removeRemains(work, actionContext, entry));
                running.remove(resource, entry.id());
                end(entry, ending);
                changed.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    threads.add(thread);
    thread.start();
  }

  /** The order is in the journal. */
  void start(JournalEntry entry) {
    switch (actions.action(entry.request().type())) {
      case HostAction.Immediate work -> begin(entry, work);
      case HostAction.Detached work -> begin(entry, childRun(entry, work)::run);
    }
  }

  private ChildRun childRun(JournalEntry entry, HostAction.Detached work) {
    return new ChildRun(journal, entry, work, () -> closing);
  }

  private void begin(JournalEntry entry, HostAction.Immediate work) {
    Resource resource = entry.request().type().resource();
    running.put(resource, entry.id());
    entry.begun();
    Thread thread =
        Thread.ofVirtual().name(entry.id()).unstarted(() -> carryOut(entry, resource, work));
    threads.add(thread);
    thread.start();
  }

  private void carryOut(JournalEntry entry, Resource resource, HostAction.Immediate work) {
    try {
      JournalEntry.Ending ending = guarded.around(entry, () -> ending(entry, work));
      running.remove(resource);
      end(entry, ending);
      changed.run();
    } catch (ChildRun.Left forTheNextRun) {
      running.remove(resource);
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /** Two runs of the agent must not both take in how one child ended. */
  @Override
  public void close() {
    closing = true;
    journal.close();
    long end = System.nanoTime() + FAREWELL.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(JournalEntry entry, JournalEntry.Ending ending) {
    try {
      journal.end(entry, ending);
    } catch (UncheckedIOException e) {
      String why = "ended %s, but it cannot be written down: %s".formatted(ending.state(), e);
      entry.end(new JournalEntry.Ending(ActionState.LOST, ending.result(), Optional.of(why), 0));
    }
    System.err.printf(
        "action %s %s %s %d ms %s%n",
        entry.id(),
        entry.request().type().wireName(),
        entry.report().get("state"),
        entry.millis(),
        ending.error().orElse(""));
  }

  private static JournalEntry.Ending ending(JournalEntry entry, HostAction.Immediate work) {
    ActionRequest request = entry.request();
    Deadline deadline = Deadline.in(request.timeout());
    try {
      Map<String, String> result =
          work.run(new ActionContext(request.params(), deadline, entry::progress));
      return new JournalEntry.Ending(
          ActionState.SUCCEEDED, result, Optional.empty(), entry.millis());
    } catch (UnsureException e) {
      return ending(ActionState.LOST, e, Map.of(), entry);
    } catch (TimedOutException e) {
      return ending(ActionState.TIMED_OUT, e, Map.of(), entry);
    } catch (FailedException e) {
      return ending(ActionState.FAILED, e, e.facts(), entry);
    } catch (IOException e) {
      return ending(ActionState.FAILED, e, Map.of(), entry);
    } catch (ChildRun.Left left) {
      throw left;
    } catch (InterruptedException | RuntimeException e) {
      return ending(ActionState.LOST, e, Map.of(), entry);
    }
  }

  private static JournalEntry.Ending ending(
      ActionState state, Exception why, Map<String, String> facts, JournalEntry entry) {
    String message = why instanceof FailedException ? why.getMessage() : why.toString();
    return new JournalEntry.Ending(
        state, facts, Optional.of(String.valueOf(message)), entry.millis());
  }

  /** Answers a read; nothing of it is kept. */
  Map<String, Object> read(ActionType type, Map<String, String> params, Duration limit)
      throws InterruptedException {
    long start = System.nanoTime();
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      if (!(actions.action(type) instanceof HostAction.Immediate work)) {
        throw new IllegalStateException(type.wireName() + " is no read");
      }
      ActionContext actionContext = new ActionContext(params, Deadline.in(limit), facts -> {});
      answer.put("result", new TreeMap<>(work.run(actionContext)));
      answer.put("state", ActionState.SUCCEEDED.name());
    } catch (FailedException | IOException e) {
      answer.put("state", ActionState.FAILED.name());
      answer.put("error", String.valueOf(e.getMessage()));
      answer.put("result", e instanceof FailedException failed ? failed.facts() : Map.of());
    }
    answer.put("elapsedMs", Poll.millisSince(start));
    return answer;
  }
}
