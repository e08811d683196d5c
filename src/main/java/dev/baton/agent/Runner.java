package dev.baton.agent;

import dev.baton.action.ActionRequest;
import dev.baton.action.ActionState;
import dev.baton.action.ActionType;
import dev.baton.action.Resource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Carries accepted orders out, one per resource, and settles those of an earlier run. */
final class Runner implements AutoCloseable {

  private static final long LOOK_MILLIS = 100;
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Actions actions;
  private final Journal journal;
  private final Boot boot;
  private final Guarded guarded;
  private final Runnable changed;
  private final Map<Resource, String> running = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  /** The agent ends while the child goes on: the next run of the agent takes its outcome in. */
  private static final class Left extends RuntimeException {}

  /**
   * @param changed called after each action, as the host looks different now
   */
  Runner(Actions actions, Journal journal, Boot boot, Guard guard, Runnable changed) {
    this.actions = actions;
    this.journal = journal;
    this.boot = boot;
    this.guarded = new Guarded(guard);
    this.changed = changed;
  }

  Optional<String> runningOn(Resource resource) {
    return Optional.ofNullable(running.get(resource));
  }

  /** Called before the first order is taken: nobody may believe what an earlier run left open. */
  void settle() throws IOException {
    for (Entry entry : journal.unended()) {
      Detachment child = new Detachment(journal, entry);
      boolean ours = entry.bootId().equals(boot.id()) && child.alive();
      boolean known = entry.notes().isPresent() && (ours || child.outcome().isPresent());
      if (known && actions.work(entry.request().type()) instanceof Work.Detached work) {
        begin(entry, run -> await(work, run, entry));
      } else {
        journal.end(
            entry,
            new Entry.Ending(
                ActionState.LOST,
                Map.of(),
                Optional.of("the agent went down before it was known how it ended"),
                Duration.between(entry.acceptedAt(), Instant.now()).toMillis()));
      }
    }
  }

  /** The order is in the journal. */
  void start(Entry entry) {
    switch (actions.work(entry.request().type())) {
      case Work.Immediate work -> begin(entry, work);
      case Work.Detached work ->
          begin(
              entry,
              run -> {
                Work.Child child = work.begin(run);
                journal.note(entry, child.notes());
                new Detachment(journal, entry).start(child.words());
                return await(work, run, entry);
              });
    }
  }

  private void begin(Entry entry, Work.Immediate work) {
    Resource resource = entry.request().type().resource();
    running.put(resource, entry.id());
    entry.begun();
    Thread thread =
        Thread.ofVirtual().name(entry.id()).unstarted(() -> carryOut(entry, resource, work));
    threads.add(thread);
    thread.start();
  }

  private void carryOut(Entry entry, Resource resource, Work.Immediate work) {
    try {
      Entry.Ending ending = guarded.around(entry, () -> ending(entry, work));
      running.remove(resource);
      end(entry, ending);
      changed.run();
    } catch (Left forTheNextRun) {
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
        boolean unused = thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(Entry entry, Entry.Ending ending) {
    try {
      journal.end(entry, ending);
    } catch (UncheckedIOException e) {
      String why = "ended %s, but it cannot be written down: %s".formatted(ending.state(), e);
      entry.end(new Entry.Ending(ActionState.LOST, ending.result(), Optional.of(why), 0));
    }
    System.err.printf(
        "action %s %s %s %d ms %s%n",
        entry.id(),
        entry.request().type().wireName(),
        entry.report().get("state"),
        entry.millis(),
        ending.error().orElse(""));
  }

  private static Entry.Ending ending(Entry entry, Work.Immediate work) {
    ActionRequest request = entry.request();
    Deadline deadline = Deadline.in(request.timeout());
    try {
      Map<String, String> result = work.run(new Run(request.params(), deadline, entry::progress));
      return new Entry.Ending(ActionState.SUCCEEDED, result, Optional.empty(), entry.millis());
    } catch (UnsureException e) {
      return ending(ActionState.LOST, e, Map.of(), entry);
    } catch (TimedOutException e) {
      return ending(ActionState.TIMED_OUT, e, Map.of(), entry);
    } catch (FailedException e) {
      return ending(ActionState.FAILED, e, e.facts(), entry);
    } catch (IOException e) {
      return ending(ActionState.FAILED, e, Map.of(), entry);
    } catch (Left left) {
      throw left;
    } catch (InterruptedException | RuntimeException e) {
      return ending(ActionState.LOST, e, Map.of(), entry);
    }
  }

  private static Entry.Ending ending(
      ActionState state, Exception why, Map<String, String> facts, Entry entry) {
    String message = why instanceof FailedException ? why.getMessage() : why.toString();
    return new Entry.Ending(state, facts, Optional.of(String.valueOf(message)), entry.millis());
  }

  private Map<String, String> await(Work.Detached work, Run run, Entry entry)
      throws FailedException, IOException, InterruptedException {
    Detachment child = new Detachment(journal, entry);
    Map<String, String> notes = entry.notes().orElse(Map.of());
    boolean over =
        Waiting.until(
            () -> {
              if (closing) {
                throw new Left();
              }
              entry.progress(work.progress(run, notes));
              return child.outcome().isPresent() || (child.started() && !child.alive());
            },
            run.deadline(),
            LOOK_MILLIS);
    if (!over) {
      child.kill();
      throw new TimedOutException(entry.request().type().wireName() + " was ended at its deadline");
    }
    Optional<Programs.Outcome> outcome = child.outcome();
    if (outcome.isEmpty()) {
      throw new IllegalStateException("its child was killed before it could say how it ended");
    }
    Map<String, String> facts = new TreeMap<>(work.finish(run, notes, outcome.get()));
    facts.put("elapsedMs", Long.toString(entry.millis()));
    return facts;
  }

  /** Answers a read; nothing of it is kept. */
  Map<String, Object> read(ActionType type, Map<String, String> params, Duration limit)
      throws InterruptedException {
    long start = System.nanoTime();
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      if (!(actions.work(type) instanceof Work.Immediate work)) {
        throw new IllegalStateException(type.wireName() + " is no read");
      }
      Run run = new Run(params, Deadline.in(limit), facts -> {});
      answer.put("result", new TreeMap<>(work.run(run)));
      answer.put("state", ActionState.SUCCEEDED.name());
    } catch (FailedException | IOException e) {
      answer.put("state", ActionState.FAILED.name());
      answer.put("error", String.valueOf(e.getMessage()));
      answer.put("result", e instanceof FailedException failed ? failed.facts() : Map.of());
    }
    answer.put("elapsedMs", Waiting.millisSince(start));
    return answer;
  }
}
