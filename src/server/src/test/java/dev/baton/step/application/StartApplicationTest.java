package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.kind.SwitchoverMode;
import dev.baton.protocol.ActionType;
import dev.baton.step.AgentGateway;
import dev.baton.step.AgentOrder;
import dev.baton.step.AgentSessions;
import dev.baton.step.StepContext;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The way back to a site whose database came up later than its application was asked for. */
class StartApplicationTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final PairState PAIR =
      PairState.from(
          List.of(
              SimulatedPair.registration(),
              new PairTakenOver("replica-1", 1),
              new SwitchoverRequested(
                  new OperationId("switchover-1"),
                  SwitchoverMode.GRACEFUL,
                  SimulatedPair.EAST.name(),
                  SimulatedPair.WEST.name(),
                  Optional.empty())));

  private final SimulatedPair world = new SimulatedPair(true);

  private AgentReply run(boolean undo, InstantSource clock) {
    StepContext context = context("close-port@east-app", undo, clock);
    return new StartApplication().run(context, agents(context));
  }

  private AgentGateway agents(StepContext context) {
    return new AgentGateway(context, world, new AgentSessions(), AgentGateway.RESEND);
  }

  private static StepContext context(String step, boolean undo, InstantSource clock) {
    return new StepContext(
        PAIR,
        step,
        Optional.of(SimulatedPair.EAST.application()),
        Map.of(),
        undo,
        1,
        NOW.plusSeconds(1000),
        false,
        Installations.OURS,
        "replica-1",
        "admin",
        clock);
  }

  /** A clock that goes on by that much whenever it is read, and does something the third time. */
  private static InstantSource clock(Duration step, Runnable third) {
    AtomicInteger reads = new AtomicInteger();
    return () -> {
      if (reads.incrementAndGet() == 3) {
        third.run();
      }
      return NOW.plus(step.multipliedBy(reads.get()));
    };
  }

  private void startDatabase() {
    StepContext context = context("start", false, InstantSource.fixed(NOW));
    AgentOrder start =
        new AgentOrder(
            SimulatedPair.EAST.database(), ActionType.POSTGRES_START, Map.of("role", "primary"));
    assertThat(agents(context).perform(start, Map.of())).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void waitsForTheDatabaseOfItsSiteOnTheWayBack() {
    world.disaster();

    AgentReply reply = run(true, clock(Duration.ofSeconds(1), this::startDatabase));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).anyMatch(id -> id.endsWith("application.start"));
  }

  @Test
  void namesTheDatabaseThatDoesNotComeUpAndStartsNothing() {
    world.disaster();

    AgentReply reply = run(true, clock(Duration.ofSeconds(30), () -> {}));

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused ->
                assertThat(refused.why()).contains("database on east-db takes no writes", "retry"));
    assertThat(world.executed()).isEmpty();
  }
}
