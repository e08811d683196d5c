package dev.baton.step;

import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One attempt at one step of a graceful switchover from east to west, on simulated hosts. */
public final class StepBench {

  public static final OperationId OPERATION = new OperationId("switchover-1");

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Duration LIMIT = Duration.ofSeconds(1000);

  public final SimulatedPair world = new SimulatedPair(true);
  private final PairState pair;

  /**
   * @param events what came after the request
   */
  public StepBench(PairEvent... events) {
    pair = pair(events);
  }

  /** The pair with that switchover under way, after these events. */
  static PairState pair(PairEvent... events) {
    List<PairEvent> all =
        new ArrayList<>(
            List.of(
                SimulatedPair.registration(),
                new PairTakenOver("replica-1", 1),
                new SwitchoverRequested(
                    OPERATION,
                    SwitchoverMode.GRACEFUL,
                    SimulatedPair.EAST.name(),
                    SimulatedPair.WEST.name(),
                    Optional.empty())));
    all.addAll(Arrays.asList(events));
    return PairState.from(all);
  }

  /** A clock that goes on by that much whenever it is read, and does something the third time. */
  public static InstantSource clock(Duration step, Runnable third) {
    AtomicInteger reads = new AtomicInteger();
    return () -> {
      if (reads.incrementAndGet() == 3) {
        third.run();
      }
      return NOW.plus(step.multipliedBy(reads.get()));
    };
  }

  /** A clock that reaches the limit of a step at its third reading. */
  public static InstantSource shortOfTime() {
    return clock(LIMIT.dividedBy(3), () -> {});
  }

  public StepContext context(
      HostId host, Map<String, String> params, boolean undo, InstantSource clock) {
    return new StepContext(
        pair,
        "step@" + host,
        Optional.of(host),
        params,
        undo,
        1,
        NOW.plus(LIMIT),
        false,
        Installations.OURS,
        "replica-1",
        "admin",
        clock);
  }

  public AgentGateway agents(StepContext context) {
    return new AgentGateway(context, world, new AgentSessions(), AgentGateway.RESEND);
  }

  public AgentReply run(
      StepKind step, HostId host, Map<String, String> params, InstantSource clock) {
    StepContext context = context(host, params, false, clock);
    return step.run(context, agents(context));
  }
}
