package dev.baton.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.operation.api.NewOperation;
import dev.baton.operation.engine.Situations;
import dev.baton.pair.HostId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PlannedStep.OnRefusal;
import dev.baton.plan.PlanBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelaxedSynchronousTest {

  private static final HostId PRIMARY = new HostId("east-db");
  private static final HostId STANDBY = new HostId("west-db");
  private static final String NAMES = "first 1 (west-db)";

  private final InMemoryEventLog log = new InMemoryEventLog();

  @BeforeEach
  void aPlanThatRelaxesThePrimary() throws Exception {
    PlanBuilder plan = new PlanBuilder();
    plan.phase("prepare", OnRefusal.PAUSE);
    plan.leaf(PRIMARY, "relax-synchronous", Map.of("before", NAMES));
    append(
        Situations.registered(),
        Situations.requested(),
        NewOperation.plan(Situations.OPERATION, plan.list()));
  }

  private void append(PairEvent... events) throws Exception {
    StreamId stream = StreamId.of(Situations.PAIR);
    log.append(stream, log.version(stream), List.of(events), Contexts.engine());
  }

  private void done(String step, HostId host, String before) throws Exception {
    append(
        new StepDone(
            Situations.OPERATION,
            "%s@%s".formatted(step, host),
            false,
            Map.of("before", before),
            Duration.ZERO));
  }

  private String names() {
    return RelaxedSynchronous.names(log, Situations.idle());
  }

  @Test
  void planAloneTakesNothingOff() {
    assertThat(names()).isEmpty();
  }

  @Test
  void valueIsThatOfThePlanThoughTheStepFoundItGoneAlready() throws Exception {
    done("relax-synchronous", PRIMARY, "");

    assertThat(names()).isEqualTo(NAMES);
  }

  @Test
  void whatWasPutBackIsNotTakenOffAnyMore() throws Exception {
    done("relax-synchronous", PRIMARY, NAMES);
    done("restore-synchronous", PRIMARY, "");

    assertThat(names()).isEmpty();
  }

  @Test
  void whatWasTakenOffAnotherServerIsOfNoAccount() throws Exception {
    done("relax-synchronous", STANDBY, NAMES);

    assertThat(names()).isEmpty();
  }
}
