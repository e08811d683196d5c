package dev.baton.operation;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
import dev.baton.step.Sessions;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A control plane from its start to its end, with a caller who asks for an operation, again if the
 * answer was lost, and approves what waits for approval. Another life on the same log and the same
 * hosts is a restart.
 */
final class Life {

  /** How it came to an end. */
  enum End {
    DONE,
    PAUSED,
    DEAD
  }

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final String replica;
  private final Fate fate;
  private final Pairs pairs;
  private final MortalHosts hosts;

  Life(String replica, EventLog log, SimulatedPair world, Fate fate) {
    this.replica = replica;
    this.fate = fate;
    this.pairs = new Pairs(new MortalLog(log, fate));
    this.hosts = new MortalHosts(world, fate);
  }

  /** Begins with those events and goes on until nothing moves any more. */
  End live(List<PairEvent> request) {
    CompletableFuture<End> end = new CompletableFuture<>();
    start("caller", end, () -> end.complete(drive(request)));
    start(
        "end",
        end,
        () -> {
          fate.ended().await();
          end.complete(End.DEAD);
        });
    try {
      return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("it neither ended nor paused", e);
    } finally {
      fate.ended().countDown();
    }
  }

  private End drive(List<PairEvent> request) throws Exception {
    begin(request);
    long epoch = pairs.find(SimulatedPair.PAIR).orElseThrow().epoch();
    OperationWorker worker =
        new OperationWorker(
            SimulatedPair.PAIR,
            pairs,
            hosts,
            new Sessions(),
            InstantSource.system(),
            replica,
            epoch);
    CompletableFuture<End> over = new CompletableFuture<>();
    start(
        "worker",
        over,
        () -> {
          worker.run();
          over.complete(End.DONE);
        });
    while (!over.isDone()) {
      LockSupport.parkNanos(LOOK.toNanos());
      PairState pair = pairs.find(SimulatedPair.PAIR).orElseThrow();
      Progress progress = pair.operation().orElseThrow().progress();
      if (progress instanceof Progress.Paused) {
        return End.PAUSED;
      }
      if (progress instanceof Progress.AwaitingApproval) {
        PairState unused = pairs.append(SimulatedPair.PAIR, Contexts.engine(), Life::approval);
        worker.wake();
      }
    }
    return over.get();
  }

  private void begin(List<PairEvent> request) {
    try {
      PairState unused =
          pairs.append(SimulatedPair.PAIR, Contexts.keyed("call " + request), state -> request);
    } catch (DuplicateKeyException theFirstCallCameThrough) {
      fate.live();
    }
  }

  private static List<PairEvent> approval(PairState state) {
    OperationState operation = state.operation().orElseThrow();
    return operation.progress() instanceof Progress.AwaitingApproval waiting
        ? List.of(new OperationApproved(operation.id(), waiting.step(), waiting.planHash()))
        : List.of();
  }

  private interface Task {
    void run() throws Exception;
  }

  private static void start(String name, CompletableFuture<End> failed, Task task) {
    Thread unused =
        Thread.ofVirtual()
            .name(name)
            .start(() -> {
              try {
                task.run();
              } catch (Exception e) {
                failed.completeExceptionally(e);
              }
            });
  }
}
