package dev.baton.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.host.AgentReply;
import dev.baton.host.Installations;
import dev.baton.host.Observation;
import dev.baton.pair.HostId;
import dev.baton.pair.PairState;
import dev.baton.protocol.ActionRequest;
import dev.baton.protocol.ActionType;
import dev.baton.protocol.RefusalCode;
import dev.baton.world.SimulatedPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What an attempt makes of every way in which an answer can be lost. */
class AgentGatewayTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final HostId HOST = SimulatedPair.EAST.application();
  private static final String STEP = "close-port@east-app";
  private static final String ID = "switchover-1/close-port@east-app/1/application.stop";
  private static final AgentOrder STOP =
      new AgentOrder(HOST, ActionType.APPLICATION_STOP, Map.of("mode", "graceful"));
  private static final PairState PAIR = StepBench.pair();

  private final SimulatedPair world = new SimulatedPair(true);
  private final AgentSessions sessions = new AgentSessions();

  private StepContext context(boolean resumed, Instant deadline, InstantSource clock) {
    return new StepContext(
        PAIR,
        STEP,
        Optional.of(HOST),
        Map.of("mode", "graceful"),
        false,
        1,
        deadline,
        resumed,
        Installations.OURS,
        "replica-1",
        "admin",
        clock);
  }

  private AgentGateway attempt(boolean resumed, Instant deadline, InstantSource clock) {
    return new AgentGateway(
        context(resumed, deadline, clock), world, sessions, AgentGateway.RESEND);
  }

  private AgentGateway first() {
    return attempt(false, LATER, InstantSource.fixed(NOW));
  }

  private AgentGateway resumed(Instant deadline) {
    return attempt(true, deadline, InstantSource.fixed(NOW));
  }

  private static AgentReply perform(AgentGateway agents) {
    return agents.perform(STOP, Map.of());
  }

  @Test
  void orderIsDoneUnderTheIdOfItsAttempt() {
    AgentReply reply = perform(first());

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).containsExactly(ID);
  }

  @Test
  void orderThatTheFormerReplicaSentIsNotSentAgain() {
    AgentReply sent = perform(first());

    AgentReply reply = perform(resumed(LATER));

    assertThat(reply).isEqualTo(sent);
    assertThat(world.executed()).containsExactly(ID);
  }

  @Test
  void orderThatTheFormerReplicaOnlyPutOnRecordIsSent() {
    AgentReply reply = perform(resumed(LATER));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).containsExactly(ID);
  }

  @Test
  void orderThatIsUnderWayIsAskedForUntilItEnded() {
    world.slowsDownOver(ID);

    AgentReply reply = perform(first());

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).containsExactly(ID);
  }

  @Test
  void orderThatTheAgentWentDownOverIsUnknownForGood() {
    world.goesDownOver(ID, true);

    AgentReply reply = perform(first());

    assertThat(reply)
        .isEqualTo(new AgentReply.Unknown("the agent or its host went down in between", false));
    assertThat(world.executed()).containsExactly(ID);
  }

  @Test
  void agentThatRestartedBeforeTheOrderGetsItInItsNewSession() {
    world.goesDownOver("another-order", false);
    AgentReply unused = world.perform(HOST, "another-order", anOrder());

    AgentReply reply = perform(first());

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).containsExactly(ID);
  }

  /** Older than all that follow, in the session that was greeted. */
  private ActionRequest anOrder() {
    return new ActionRequest(
        ActionType.APPLICATION_DRAIN,
        Installations.OURS,
        PAIR.pair().value(),
        PAIR.epoch(),
        PAIR.term(),
        0,
        "replica-1",
        sessions.of(world, HOST).orElseThrow(),
        Duration.ofSeconds(1),
        Map.of(),
        Map.of("drained", "true"),
        "operation",
        "step",
        "admin");
  }

  @Test
  void nothingIsSentToAnAgentThatDoesNotGreet() {
    world.powerOff(HOST);
    AtomicInteger looks = new AtomicInteger();

    AgentReply reply =
        perform(attempt(false, LATER, () -> NOW.plusSeconds(looks.getAndIncrement())));

    assertThat(reply)
        .isEqualTo(
            new AgentReply.Refused(
                RefusalCode.UNREACHABLE,
                "the agent of east-app does not answer; nothing was sent",
                Map.of()));
    assertThat(looks).hasValueBetween(15, 25);
  }

  @Test
  void orderThatFoundNobodyIsSentUntilTheAgentIsBack() {
    world.powerOff(HOST);
    AtomicInteger looks = new AtomicInteger();
    InstantSource clock =
        () -> {
          if (looks.incrementAndGet() == 5) {
            world.powerOn(HOST);
          }
          return NOW;
        };

    AgentReply reply = perform(attempt(false, LATER, clock));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
    assertThat(world.executed()).containsExactly(ID);
  }

  @Test
  void halfOfTheTimeOfAStepIsLeftToTheOrder() {
    world.powerOff(HOST);
    AtomicInteger looks = new AtomicInteger();

    AgentReply reply =
        perform(attempt(false, NOW.plusSeconds(8), () -> NOW.plusSeconds(looks.getAndIncrement())));

    assertThat(reply).isInstanceOf(AgentReply.Refused.class);
    assertThat(looks).hasValueBetween(4, 8);
  }

  @Test
  void refusalOfTheAgentIsNotSentAgain() {
    AtomicInteger looks = new AtomicInteger();
    InstantSource clock = () -> NOW.plusMillis(looks.getAndIncrement());

    AgentReply reply = attempt(false, LATER, clock).perform(STOP, Map.of("wrong", "fact"));

    assertThat(reply).isInstanceOf(AgentReply.Refused.class);
    assertThat(looks).hasValueLessThan(5);
  }

  @Test
  void orderThatMayHaveBeenSentToASilentAgentStaysUnknown() {
    world.powerOff(HOST);
    AtomicInteger looks = new AtomicInteger();

    AgentReply reply =
        perform(attempt(true, NOW, () -> NOW.plusSeconds(5L * looks.getAndIncrement())));

    assertThat(reply)
        .isEqualTo(
            new AgentReply.Unknown("it may have been sent before, and the agent is not there"));
  }

  /** An agent ends an order at the end of its time, and can say so only after that. */
  @Test
  void orderWhoseTimeIsUpIsAskedForALittleLonger() {
    world.slowsDownOver(ID);
    AtomicInteger looks = new AtomicInteger();

    AgentReply reply =
        perform(
            attempt(
                false, NOW.plusSeconds(1), () -> NOW.plusMillis(500L * looks.getAndIncrement())));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  /** A person can do more than wait, and is asked long before a start of minutes is over. */
  @Test
  void silenceOverAnOrderEndsBeforeTheOrderDoes() {
    world.powerOff(HOST);
    AtomicInteger looks = new AtomicInteger();

    AgentReply reply =
        perform(
            attempt(
                true, NOW.plusSeconds(300), () -> NOW.plusSeconds(4L * looks.getAndIncrement())));

    assertThat(reply.why()).endsWith("east-app has been silent for 60 s");
    assertThat(looks).hasValueLessThan(40);
  }

  @Test
  void agentThatSaysItIsStillAtTheOrderIsNotSilent() {
    world.slowsDownOver(ID);
    AtomicInteger looks = new AtomicInteger();

    AgentReply reply =
        perform(
            attempt(
                false,
                NOW.plusSeconds(100_000),
                () -> NOW.plusSeconds(100L * looks.getAndIncrement())));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void expectationThatDoesNotHoldRefusesTheOrder() {
    AgentReply reply = first().perform(STOP, Map.of("applicationRunning", "false"));

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.PRECONDITION_FAILED));
    assertThat(world.executed()).isEmpty();
  }

  @Test
  void readingIsAskedForAgainUntilTheHostIsBack() {
    world.powerOff(HOST);
    AtomicInteger looks = new AtomicInteger();
    InstantSource clock =
        () -> {
          if (looks.incrementAndGet() == 4) {
            world.powerOn(HOST);
          }
          return NOW;
        };

    AgentReply reply = attempt(false, LATER, clock).read(ActionType.ADDRESS_PROBE, Map.of());

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void readingIsGivenUpAtTheDeadline() {
    world.powerOff(HOST);

    AgentReply reply = resumed(NOW).read(ActionType.ADDRESS_PROBE, Map.of());

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.UNREACHABLE));
  }

  @Test
  void readingThatIsRefusedIsNotAskedForAgain() {
    AgentReply reply = first().read(ActionType.POSTGRES_POSITION, Map.of());

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(RefusalCode.NOT_IN_POLICY));
  }

  @Test
  void readingThatShowsTheExpectedIsDone() {
    AgentReply reply = first().shows(ActionType.ADDRESS_PROBE, Map.of("held", "true"));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void readingThatShowsSomethingElseSaysWhat() {
    AgentReply reply = first().shows(ActionType.ADDRESS_PROBE, Map.of("held", "false"));

    assertThat(reply)
        .isInstanceOfSatisfying(
            AgentReply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(RefusalCode.NOT_SO);
              assertThat(refused.evidence()).containsEntry("held", "true");
            });
  }

  @Test
  void readingThatCouldNotBeMadeShowsNothing() {
    AgentReply reply = first().shows(ActionType.POSTGRES_POSITION, Map.of("running", "true"));

    assertThat(reply).isInstanceOf(AgentReply.Unknown.class);
  }

  @Test
  void sightThatShowsTheExpectedIsDone() {
    AgentReply reply = first().sees(Observation::application, Map.of("state", "up"));

    assertThat(reply).isInstanceOf(AgentReply.Done.class);
  }

  @Test
  void sightThatShowsSomethingElseIsRefused() {
    AgentReply reply = first().sees(Observation::application, Map.of("state", "down"));

    assertThat(reply).isInstanceOf(AgentReply.Refused.class);
  }

  @Test
  void hostOutOfSightShowsNothing() {
    world.powerOff(HOST);

    AgentReply reply = first().sees(Observation::application, Map.of("state", "up"));

    assertThat(reply).isInstanceOf(AgentReply.Unknown.class);
  }

  @Test
  void timeThatIsLeftIsNeverNegative() {
    StepContext late = context(false, NOW, InstantSource.fixed(LATER));

    assertThat(late.left()).isZero();
    assertThat(first().context().left()).isEqualTo(Duration.ofSeconds(60));
  }
}
