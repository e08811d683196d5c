package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.pair.AccessEvent.CallDenied;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every event log promises, whatever keeps it. */
public abstract class EventLogContract {

  public static final StreamId CI = StreamId.of(new PairId("ci"));
  public static final AbortRequested ABORT = new AbortRequested(new OperationId("op-1"));
  public static final StepDone STOPPED =
      new StepDone(
          new OperationId("op-1"),
          "stop-database@east-db",
          false,
          Map.of("checkpointLsn", "0/3000060", "clusterState", "shut down"),
          Duration.ofMillis(1_500));

  /** An empty log, the test's own. */
  protected abstract EventLog log();

  /** Puts the stream under the guard of an epoch. */
  protected abstract void guard(PairId pair, long epoch) throws Exception;

  @Test
  void givesBackWhatWasAppended() throws Exception {
    List<RecordedEvent> appended = log().append(CI, 0, List.of(STOPPED, ABORT), Contexts.engine());

    assertThat(log().read(CI, 0)).isEqualTo(appended);
    assertThat(appended).extracting(RecordedEvent::event).containsExactly(STOPPED, ABORT);
  }

  @Test
  void picksSingleEventsOfAStreamAndTellsItsVersion() throws Exception {
    List<RecordedEvent> appended =
        log().append(CI, 0, List.of(STOPPED, ABORT, ABORT), Contexts.engine());

    assertThat(log().pick(CI, Set.of(3L, 1L, 7L)))
        .containsExactly(appended.get(0), appended.get(2));
    assertThat(log().pick(CI, Set.of())).isEmpty();
    assertThat(log().version(CI)).isEqualTo(3);
    assertThat(log().version(StreamId.of(new PairId("none")))).isZero();
  }

  @Test
  void namesWhatAFactIsAbout() throws Exception {
    RecordedEvent event = log().append(CI, 0, List.of(STOPPED), Contexts.engine()).getFirst();

    assertThat(event.type()).isEqualTo("step.done");
    assertThat(event.pair()).contains("ci");
    assertThat(event.operation()).contains("op-1");
    assertThat(event.host()).contains("east-db");
    assertThat(event.step()).contains("stop-database@east-db");
    assertThat(event.outcome()).contains("DONE");
  }

  @Test
  void numbersWithoutAGapOverAllStreams() throws Exception {
    log().append(CI, 0, List.of(STOPPED, ABORT), Contexts.engine());
    log().append(StreamId.ACCESS, 0, List.of(denied("/a")), Contexts.engine());
    log().append(CI, 2, List.of(ABORT), Contexts.engine());

    assertThat(log().readAll(0, 10)).extracting(RecordedEvent::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(log().readAll(1, 2)).extracting(RecordedEvent::seq).containsExactly(2L, 3L);
    assertThat(log().read(CI, 2)).extracting(RecordedEvent::version).containsExactly(3L);
    assertThat(log().head()).isEqualTo(4);
  }

  @Test
  void chainsEveryEventToTheOneBefore() throws Exception {
    log().append(CI, 0, List.of(STOPPED, ABORT), Contexts.engine());
    log().append(StreamId.ACCESS, 0, List.of(denied("/a")), Contexts.engine());

    String last = HashChain.GENESIS;
    for (RecordedEvent event : log().readAll(0, 10)) {
      assertThat(event.prevHash()).isEqualTo(last);
      assertThat(event.hash()).isEqualTo(EventRow.of(event).computedHash());
      last = event.hash();
    }
  }

  @Test
  void neverRecordsEarlierThanBefore() throws Exception {
    for (int version = 0; version < 20; version++) {
      log().append(CI, version, List.of(ABORT), Contexts.engine());
    }

    assertThat(log().readAll(0, 100)).extracting(RecordedEvent::recordedAt).isSorted();
  }

  @Test
  void refusesAStaleVersionAndWritesNothing() throws Exception {
    log().append(CI, 0, List.of(ABORT), Contexts.engine());

    assertThatThrownBy(() -> log().append(CI, 0, List.of(STOPPED), Contexts.engine()))
        .isInstanceOf(StaleVersionException.class)
        .hasMessageContaining("version 1, not 0");
    assertThatThrownBy(() -> log().append(CI, 2, List.of(STOPPED), Contexts.engine()))
        .isInstanceOf(StaleVersionException.class);
    assertThat(log().head()).isEqualTo(1);
  }

  @Test
  void refusesAnotherEpochAndWritesNothing() throws Exception {
    guard(new PairId("ci"), 3);
    long before = log().head();
    long version = log().read(CI, 0).size();

    assertThatThrownBy(() -> log().append(CI, version, List.of(ABORT), Contexts.at(2)))
        .isInstanceOf(StaleVersionException.class)
        .hasMessageContaining("epoch 3");
    assertThatThrownBy(() -> log().append(CI, version, List.of(ABORT), Contexts.at(4)))
        .isInstanceOf(StaleVersionException.class);
    assertThat(log().head()).isEqualTo(before);
    assertThat(log().append(CI, version, List.of(ABORT), Contexts.at(3))).hasSize(1);
  }

  @Test
  void takesAnIdempotencyKeyOnce() throws Exception {
    var first = log().append(CI, 0, List.of(ABORT, ABORT), Contexts.keyed("k1")).getFirst();

    assertThatThrownBy(
            () -> log().append(StreamId.ACCESS, 0, List.of(denied("/")), Contexts.keyed("k1")))
        .isInstanceOf(DuplicateKeyException.class);
    assertThatThrownBy(() -> log().append(CI, 0, List.of(ABORT), Contexts.keyed("k1")))
        .as("a repeated call is told of its key before its old version is held against it")
        .isInstanceOf(DuplicateKeyException.class);
    assertThat(log().withKey("k1")).contains(first);
    assertThat(log().withKey("k2")).isEmpty();
    assertThat(log().head()).isEqualTo(2);
  }

  @Test
  void refusesTextThatTheDatabaseCannotKeep() {
    assertThatThrownBy(() -> log().append(CI, 0, List.of(ABORT), Contexts.keyed("a\0b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("idempotency_key");
    assertThat(log().head()).isZero();
  }

  @Test
  void keepsOrderUnderSixteenCallers() throws Exception {
    try (var callers = Executors.newFixedThreadPool(16)) {
      var work =
          IntStream.range(0, 16)
              .mapToObj(caller -> (Callable<Long>) () -> appendTen(caller % 4))
              .toList();
      for (var done : callers.invokeAll(work)) {
        assertThat(done.get()).isEqualTo(10);
      }
    }

    List<RecordedEvent> all = log().readAll(0, 1_000);
    assertThat(all)
        .extracting(RecordedEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 160).boxed().toList());
    for (int pair = 0; pair < 4; pair++) {
      assertThat(log().read(stream(pair), 0))
          .extracting(RecordedEvent::version)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
    }
  }

  /** Four callers share a stream, so each loses races and decides again. */
  private long appendTen(int pair) throws Exception {
    var appended = new ArrayList<RecordedEvent>();
    while (appended.size() < 10) {
      try {
        long version = log().read(stream(pair), 0).size();
        appended.addAll(log().append(stream(pair), version, List.of(ABORT), Contexts.engine()));
      } catch (StaleVersionException lost) {
        Thread.onSpinWait();
      }
    }
    return appended.size();
  }

  public static StreamId stream(int pair) {
    return StreamId.of(new PairId("pair-" + pair));
  }

  static CallDenied denied(String path) {
    return new CallDenied(401, "GET", path, "no token was given");
  }
}
