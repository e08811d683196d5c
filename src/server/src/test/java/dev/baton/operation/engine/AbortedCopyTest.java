package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.host.Installations;
import dev.baton.operation.api.NewOperation;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationState;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairState;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.Progress;
import dev.baton.pair.SiteName;
import dev.baton.plan.PlanBuilder;
import dev.baton.protocol.ActionType;
import dev.baton.step.AgentSessions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A copy may take hours: an abort ends it at once, and nothing that is no copy. */
class AbortedCopyTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HostId STANDBY = new HostId("west-db");

  private final InMemoryEventLog log = new InMemoryEventLog();
  private final PairRepository pairs = new PairRepository(log);
  private final ScriptedHosts hosts = new ScriptedHosts();

  private void planned(String step) throws Exception {
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("copy", OnRefusal.ROLL_BACK);
    planBuilder.leaf(STANDBY, step, Map.of());
    PairState idle = Situations.idle();
    log.append(
        StreamId.of(Situations.PAIR),
        0,
        List.of(
            new PairEvent.PairRegistered(
                Situations.PAIR, idle.home(), idle.sites(), idle.address(), "7"),
            new DrillRequested(
                Situations.OPERATION, new SiteName("east"), new SiteName("west"), false),
            NewOperation.plan(Situations.OPERATION, planBuilder.list())),
        Contexts.engine());
  }

  private Thread start() {
    OperationWorker worker =
        new OperationWorker(
            Situations.PAIR,
            pairs,
            hosts,
            new AgentSessions(),
            Duration.ofSeconds(1),
            Instant::now,
            Installations.OURS,
            "replica-1",
            0);
    return Thread.ofVirtual()
        .start(() -> {
          try {
            worker.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void abort() throws Exception {
    pairs.append(
        Situations.PAIR,
        Contexts.engine(),
        state -> List.of(new AbortRequested(Situations.OPERATION)));
  }

  private OperationState operation() {
    return pairs.find(Situations.PAIR).orElseThrow().operation().orElseThrow();
  }

  @Test
  void copyUnderWayIsEndedByAnAbort() throws Exception {
    planned("drill-copy");
    hosts.holdBack(ActionType.DRILL_COPY);
    Thread running = start();
    await().atMost(LIMIT).until(hosts::holding);

    abort();

    assertThat(running.join(LIMIT)).isTrue();
    assertThat(((Progress.Ended) operation().progress()).outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(hosts.executed()).isEmpty();
  }

  @Test
  void whatIsNoCopyIsNotEndedHalfWay() throws Exception {
    planned("checkpoint-database");
    hosts.holdBack(ActionType.POSTGRES_CHECKPOINT);
    Thread running = start();
    await().atMost(LIMIT).until(hosts::holding);

    abort();
    boolean ended = running.join(Duration.ofSeconds(3)); // several looks of the worker
    hosts.goOn();

    assertThat(ended).isFalse();
    assertThat(running.join(LIMIT)).isTrue();
    assertThat(hosts.executed()).containsExactly("postgres.checkpoint west-db");
  }
}
