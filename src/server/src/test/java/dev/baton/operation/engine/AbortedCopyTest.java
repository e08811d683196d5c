package dev.baton.operation.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.pair.HostId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.pair.SiteName;
import dev.baton.plan.PlanBuilder;
import dev.baton.protocol.ActionType;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A copy may take hours: an abort ends it at once, and nothing that is no copy. */
class AbortedCopyTest {

  private static final HostId STANDBY = new HostId("west-db");

  private final ScriptedOperation operation = new ScriptedOperation();
  private final ScriptedHosts hosts = operation.hosts();

  private void planned(String step) throws Exception {
    PlanBuilder planBuilder = new PlanBuilder();
    planBuilder.phase("copy", OnRefusal.ROLL_BACK);
    planBuilder.leaf(STANDBY, step, Map.of());
    operation.planned(
        new DrillRequested(Situations.OPERATION, new SiteName("east"), new SiteName("west"), false),
        planBuilder);
  }

  private void abort() throws Exception {
    operation.append(new AbortRequested(Situations.OPERATION));
  }

  @Test
  void copyUnderWayIsEndedByAnAbort() throws Exception {
    planned("drill-copy");
    hosts.holdBack(ActionType.DRILL_COPY);
    Thread running = operation.start();
    await().atMost(ScriptedOperation.LIMIT).until(hosts::holding);

    abort();

    assertThat(running.join(ScriptedOperation.LIMIT)).isTrue();
    assertThat(operation.outcome()).isEqualTo(Outcome.ABORTED);
    assertThat(hosts.executed()).isEmpty();
  }

  @Test
  void whatIsNoCopyIsNotEndedHalfWay() throws Exception {
    planned("checkpoint-database");
    hosts.holdBack(ActionType.POSTGRES_CHECKPOINT);
    Thread running = operation.start();
    await().atMost(ScriptedOperation.LIMIT).until(hosts::holding);

    abort();
    boolean ended = running.join(Duration.ofSeconds(3)); // several looks of the worker
    hosts.goOn();

    assertThat(ended).isFalse();
    assertThat(running.join(ScriptedOperation.LIMIT)).isTrue();
    assertThat(hosts.executed()).containsExactly("postgres.checkpoint west-db");
  }
}
