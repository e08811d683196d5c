package dev.baton.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.action.ActionType;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.host.HostReply;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.Nature;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Progress;
import dev.baton.pair.SiteName;
import dev.baton.step.Sessions;
import dev.baton.step.Steps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole operations on scripted hosts: what is sent, what is recorded, and what a restart does. */
class OperationWorkerTest {

  private static final HostReply REFUSED =
      new HostReply.Refused("precondition-failed", "it is not so", Map.of());

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final Pairs pairs = new Pairs(log);
  private final ScriptedHosts hosts = new ScriptedHosts();

  @BeforeEach
  void aPlannedSwitchover() throws Exception {
    PairState idle = Situations.idle();
    log.append(
        StreamId.of(Situations.PAIR),
        0,
        List.of(
            new PairEvent.PairRegistered(
                Situations.PAIR, idle.home(), idle.sites(), idle.address(), "7"),
            new SwitchoverRequested(
                Situations.OPERATION,
                "graceful",
                new SiteName("east"),
                new SiteName("west"),
                Optional.empty()),
            Started.plan(Situations.OPERATION, plan().list())),
        Contexts.engine());
  }

  @Test
  void carriesThePlanOutToItsEnd() throws Exception {
    run();

    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed())
        .containsExactly(
            "application.stop east-app",
            "postgres.stop east-db",
            "postgres.promote west-db",
            "application.start west-app");
    assertThat(pairs.find(Situations.PAIR).orElseThrow().term()).isEqualTo(2);
  }

  @Test
  void takesBackWhatWasDoneWhenAStepBeforeThePromotionIsRefused() throws Exception {
    hosts.answer(ActionType.POSTGRES_STOP, REFUSED);

    run();

    assertThat(outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(hosts.executed())
        .containsExactly(
            "application.stop east-app",
            "postgres.stop east-db",
            "postgres.start east-db",
            "application.start east-app");
  }

  @Test
  void waitsForAPersonAfterThePromotionAndGoesOnWhenToldTo() throws Exception {
    hosts.answer(ActionType.APPLICATION_START, REFUSED);
    Thread running = start();
    Awaitility.await().until(() -> operation().progress() instanceof Progress.Paused);
    hosts.answer(ActionType.APPLICATION_START, new HostReply.Done(Map.of(), Duration.ZERO));
    append(new RetryRequested(Situations.OPERATION, "start-application@west-app"));

    boolean ended = running.join(Duration.ofSeconds(60));

    assertThat(ended).isTrue();
    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void neverTurnsBackWhenNobodyKnowsWhetherThePromotionHappened() throws Exception {
    hosts.answer(ActionType.POSTGRES_PROMOTE, new HostReply.Unknown("no answer", false));
    Thread running = start();
    Awaitility.await().until(() -> operation().progress() instanceof Progress.Paused);
    append(new AbortRequested(Situations.OPERATION));

    boolean ended = running.join(Duration.ofSeconds(60));

    assertThat(ended).isTrue();
    assertThat(outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(hosts.executed()).doesNotContain("postgres.start east-db");
  }

  @Test
  void asksForTheResultOfAnOrderThatAFormerRunSent() throws Exception {
    append(
        new StepStarted(
            Situations.OPERATION,
            "stop-application@east-app",
            1,
            false,
            Instant.now().plusSeconds(30)));
    hosts.didAlready("switchover-1/stop-application@east-app/1/application.stop");

    run();

    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).doesNotContain("application.stop east-app");
  }

  @Test
  void sendsAnOrderThatAFormerRunOnlyPutOnRecord() throws Exception {
    append(
        new StepStarted(
            Situations.OPERATION,
            "stop-application@east-app",
            1,
            false,
            Instant.now().plusSeconds(30)));

    run();

    assertThat(outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(hosts.executed()).contains("application.stop east-app");
  }

  private static Steps plan() {
    HostId eastApp = new HostId("east-app");
    HostId eastDb = new HostId("east-db");
    Steps steps = new Steps();
    steps.phase("close", OnRefusal.ROLL_BACK);
    String stopped = steps.on(eastApp, "stop-application", Map.of());
    steps.undoneBy("start-application", Map.of());
    String down = steps.on(eastDb, "stop-database", Map.of(), stopped);
    steps.undoneBy("start-database", Map.of());
    String promoted =
        steps.on(
            Nature.POINT_OF_NO_RETURN,
            new HostId("west-db"),
            "promote-database",
            Map.of("proof", down),
            down);
    steps.phase("open", OnRefusal.PAUSE);
    steps.leaf(new HostId("west-app"), "start-application", Map.of(), promoted);
    return steps;
  }

  private OperationWorker worker() {
    return new OperationWorker(
        Situations.PAIR, pairs, hosts, new Sessions(), InstantSource.system(), "replica-1");
  }

  private void run() throws InterruptedException {
    worker().run();
  }

  private Thread start() {
    OperationWorker worker = worker();
    return Thread.ofVirtual()
        .start(() -> {
          try {
            worker.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void append(PairEvent event) throws Exception {
    PairState unused = pairs.append(Situations.PAIR, Contexts.engine(), state -> List.of(event));
  }

  private OperationState operation() {
    return pairs.find(Situations.PAIR).orElseThrow().operation().orElseThrow();
  }

  private Outcome outcome() {
    return ((Progress.Ended) operation().progress()).outcome();
  }
}
