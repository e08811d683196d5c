package dev.baton.step.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.protocol.ActionType;
import dev.baton.step.AgentOrder;
import dev.baton.step.StepBench;
import dev.baton.step.StepContext;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The way back to a site whose database came up later than its application was asked for. */
class StartApplicationTest {

  private final StepBench bench = new StepBench();
  private final SimulatedPair world = bench.world;

  private AgentReply run(boolean undo, InstantSource clock) {
    StepContext context = bench.context(SimulatedPair.EAST.application(), Map.of(), undo, clock);
    return new StartApplication().run(context, bench.agents(context));
  }

  private void startDatabase() {
    StepContext context =
        bench.context(
            SimulatedPair.EAST.application(), Map.of(), false, InstantSource.fixed(Instant.EPOCH));
    AgentOrder start =
        new AgentOrder(
            SimulatedPair.EAST.database(), ActionType.POSTGRES_START, Map.of("role", "primary"));
    assertThat(bench.agents(context).perform(start, Map.of())).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void waitsForTheDatabaseOfItsSiteOnTheWayBack() {
    world.disaster();

    AgentReply reply = run(true, StepBench.clock(Duration.ofSeconds(1), this::startDatabase));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).anyMatch(id -> id.endsWith("application.start"));
  }

  @Test
  void namesTheDatabaseThatDoesNotComeUpAndStartsNothing() {
    world.disaster();

    AgentReply reply = run(true, StepBench.clock(Duration.ofSeconds(30), () -> {}));

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused ->
                assertThat(refused.why()).contains("database on east-db takes no writes", "retry"));
    assertThat(world.executed()).isEmpty();
  }

  @Test
  void goodHealthAloneDoesNotShowThatAStartTookEffect() {
    StepContext context =
        bench.context(
            SimulatedPair.EAST.application(), Map.of(), false, InstantSource.fixed(Instant.EPOCH));
    AgentReply ready = new StartApplication().probe(context, bench.agents(context));
    world.eastIsNotReady();

    AgentReply unready = new StartApplication().probe(context, bench.agents(context));

    world.eastIsSlowToSayWhetherItIsReady();
    AgentReply untold = new StartApplication().probe(context, bench.agents(context));

    assertThat(ready).isInstanceOf(AgentReply.Done.class);
    assertThat(unready).isInstanceOf(AgentReply.Refused.class);
    assertThat(untold).isInstanceOf(AgentReply.Unknown.class);
  }
}
