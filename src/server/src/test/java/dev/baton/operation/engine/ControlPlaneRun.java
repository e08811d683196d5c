package dev.baton.operation.engine;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventLog;
import dev.baton.host.Installations;
import dev.baton.pair.OperationState;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairState;
import dev.baton.pair.Progress;
import dev.baton.step.AgentSessions;
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
public final class ControlPlaneRun {

  /** How it came to an end. */
  public enum End {
    DONE,
    PAUSED,
    DEAD
  }

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final String replica;
  private final CrashSchedule crashSchedule;
  private final PairRepository pairs;
  private final CrashingHosts hosts;
  private final Duration resend;

  /**
   * @param resend how long an order is sent again that found nobody
   */
  ControlPlaneRun(
      String replica,
      EventLog log,
      SimulatedPair world,
      CrashSchedule crashSchedule,
      Duration resend) {
    this.replica = replica;
    this.resend = resend;
    this.crashSchedule = crashSchedule;
    this.pairs = new PairRepository(new CrashingLog(log, crashSchedule));
    this.hosts = new CrashingHosts(world, crashSchedule);
  }

  /** Begins with those events and goes on until nothing moves any more. */
  End live(List<PairEvent> request) {
    CompletableFuture<End> end = new CompletableFuture<>();
    start("caller", end, () -> end.complete(drive(request)));
    start(
        "end",
        end,
        () -> {
          crashSchedule.ended().await();
          end.complete(End.DEAD);
        });
    try {
      return end.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("it neither ended nor paused", e);
    } finally {
      crashSchedule.ended().countDown();
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
            new AgentSessions(),
            resend,
            InstantSource.system(),
            Installations.OURS,
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
        pairs.append(SimulatedPair.PAIR, Contexts.engine(), ControlPlaneRun::approval);
        worker.wake();
      }
    }
    return over.get();
  }

  private void begin(List<PairEvent> request) {
    try {
      pairs.append(SimulatedPair.PAIR, Contexts.keyed("call " + request), state -> request);
    } catch (DuplicateKeyException theFirstCallCameThrough) {
      crashSchedule.live();
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
