package dev.baton.operation.engine;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.host.Installations;
import dev.baton.operation.api.NewOperation;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
import dev.baton.plan.PlanBuilder;
import dev.baton.step.AgentSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;

/** One operation on scripted hosts, with the worker that carries it out. */
final class ScriptedOperation {

  /** Most that a test waits for it. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final PairRepository pairs = new PairRepository(log);
  private final ScriptedHosts hosts = new ScriptedHosts();
  private final AtomicReference<Duration> late = new AtomicReference<>(Duration.ZERO);

  InMemoryEventLog log() {
    return log;
  }

  ScriptedHosts hosts() {
    return hosts;
  }

  /** Puts the pair, the request and its plan on record. */
  void planned(PairEvent requested, PlanBuilder plan) throws Exception {
    log.append(
        StreamId.of(Situations.PAIR),
        0,
        List.of(
            Situations.registered(),
            requested,
            NewOperation.plan(Situations.OPERATION, plan.list())),
        Contexts.engine());
  }

  void append(PairEvent event) throws Exception {
    pairs.append(Situations.PAIR, Contexts.engine(), state -> List.of(event));
  }

  /** From now on it is so much later for the worker than for the rest of the world. */
  void isLateBy(Duration time) {
    late.set(time);
  }

  /** Carries it out until it ends. */
  void run() throws InterruptedException {
    new OperationWorker(
            Situations.PAIR,
            pairs,
            hosts,
            new AgentSessions(),
            Duration.ofSeconds(1),
            () -> Instant.now().plus(late.get()),
            Installations.OURS,
            "replica-1",
            0)
        .run();
  }

  /** As {@link #run}, beside the test. */
  Thread start() {
    return Thread.ofVirtual()
        .start(() -> {
          try {
            run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  PairState pair() {
    return pairs.find(Situations.PAIR).orElseThrow();
  }

  OperationState state() {
    return pair().operation().orElseThrow();
  }

  /** Of one that has ended. */
  Outcome outcome() {
    return ((Progress.Ended) state().progress()).outcome();
  }

  void awaitProgress(Class<? extends Progress> kind) {
    Awaitility.await().atMost(LIMIT).until(() -> kind.isInstance(state().progress()));
  }
}
