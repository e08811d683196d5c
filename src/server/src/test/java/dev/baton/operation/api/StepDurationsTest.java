package dev.baton.operation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairId;
import dev.baton.plan.Plans;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepDurationsTest {

  private static final StreamId STREAM = StreamId.of(new PairId("ci"));
  private static final OperationId OPERATION = new OperationId("switchover-1");
  private static final Optional<HostId> A = Optional.of(new HostId("a-db"));
  private static final Optional<HostId> B = Optional.of(new HostId("b-db"));

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");
  private final InMemoryEventLog log =
      new InMemoryEventLog(
          new Clock() {
            @Override
            public Instant instant() {
              return now;
            }

            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }
          });

  @Test
  void takesTheMedianOfWhatTheSameKindTookOnThatHost() throws Exception {
    record(NewOperation.plan(OPERATION, Plans.graceful("")));
    ran("checkpoint-database@a-db", false, 1);
    ran("checkpoint-database-2@a-db", false, 9);
    ran("checkpoint-database@a-db", false, 3);
    ran("checkpoint-database@b-db", false, 100);

    assertThat(past().median("checkpoint-database", A)).contains(Duration.ofSeconds(3));
  }

  @Test
  void takesAnyHostWhenItWasNeverDoneOnThatOne() throws Exception {
    record(NewOperation.plan(OPERATION, Plans.graceful("")));
    ran("stop-database@a-db", false, 2);

    assertThat(past().median("stop-database", B)).contains(Duration.ofSeconds(2));
  }

  @Test
  void countsAnUndoAsTheKindItIs() throws Exception {
    record(NewOperation.plan(OPERATION, Plans.graceful("")));
    ran("stop-database@a-db", true, 7);

    assertThat(past().median("start-database", A)).contains(Duration.ofSeconds(7));
    assertThat(past().median("stop-database", A)).isEmpty();
  }

  @Test
  void knowsNothingOfWhatWasNeverDone() throws Exception {
    record(NewOperation.plan(OPERATION, Plans.graceful("")));
    record(started("stop-database@a-db", false));
    record(new StepRefused(OPERATION, "stop-database@a-db", false, "busy", "busy", Map.of()));

    assertThat(past().median("stop-database", A)).isEmpty();
  }

  private void ran(String step, boolean undo, int seconds) throws Exception {
    record(started(step, undo));
    now = now.plusSeconds(seconds);
    record(new StepDone(OPERATION, step, undo, Map.of(), Duration.ZERO));
  }

  private StepStarted started(String step, boolean undo) {
    return new StepStarted(OPERATION, step, 1, undo, now.plusSeconds(60));
  }

  private void record(PairEvent event) throws Exception {
    log.append(STREAM, log.head(), List.of(event), Contexts.engine());
  }

  private StepDurations past() {
    return StepDurations.of(log.read(STREAM, 0));
  }
}
