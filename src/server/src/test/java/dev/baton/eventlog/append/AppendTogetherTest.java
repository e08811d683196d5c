package dev.baton.eventlog.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.Event;
import dev.baton.pair.PairEvent.PairTakenOver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many callers, of two replicas, whose appends share statements but not their fate. */
class AppendTogetherTest {

  private static final int CALLERS = 24;
  private static final List<Event> ABORT = List.of(EventLogContract.ABORT);

  private TestDatabase database;
  private SqlEventLog log;
  private SqlEventLog other;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
    other = new SqlEventLog(database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void everyCallerHasItsOwnAnswer() throws Exception {
    var conflicts = new AtomicInteger();
    var poisoned = new AtomicInteger();

    long acknowledged =
        sum(
            inParallel(caller -> {
              var random = new Random(caller);
              EventLog mine = caller % 2 == 0 ? log : other;
              long recorded = 0;
              for (int i = 0; i < 60; i++) {
                StreamId stream = EventLogContract.stream(random.nextInt(4));
                long version = mine.read(stream, 0).size() - (long) (random.nextInt(4) / 3);
                boolean poison = random.nextInt(20) == 0;
                var events = Collections.nCopies(1 + random.nextInt(2), ABORT.getFirst());
                try {
                  mine.append(stream, version, events, poison ? unkeepable() : Contexts.engine());
                  recorded += events.size();
                } catch (StaleVersionException expected) {
                  conflicts.incrementAndGet();
                } catch (IllegalArgumentException refused) {
                  assertThat(poison).as("%s", refused.getCause()).isTrue();
                  poisoned.incrementAndGet();
                }
              }
              return recorded;
            }));

    assertThat(log.head()).isEqualTo(acknowledged);
    assertThat(log.verify().verified()).isTrue();
    assertThat(versions()).isEqualTo(acknowledged);
    assertThat(acknowledged).isPositive();
    assertThat(conflicts.get()).isPositive();
    assertThat(poisoned.get()).isPositive();
  }

  @Test
  void aKeyIsTakenByOneOfManyThatComeAtOnce() throws Exception {
    List<Long> taken =
        inParallel(caller -> {
          StreamId stream = EventLogContract.stream(caller);
          EventLog mine = caller % 2 == 0 ? log : other;
          mine.append(stream, 0, ABORT, Contexts.engine());
          try {
            mine.append(stream, 1, ABORT, Contexts.keyed("the-same"));
            return 1L;
          } catch (DuplicateKeyException expected) {
            return 0L;
          }
        });

    assertThat(sum(taken)).isEqualTo(1);
    assertThat(log.head()).isEqualTo(CALLERS + 1);
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void aRepeatedCallIsToldOfItsKeyAlsoByTheReplicaThatKnowsOnlyTheVersion() throws Exception {
    log.append(EventLogContract.CI, 0, ABORT, Contexts.keyed("k1"));

    assertThatThrownBy(() -> log.append(EventLogContract.CI, 0, ABORT, Contexts.keyed("k1")))
        .isInstanceOf(DuplicateKeyException.class);
    assertThatThrownBy(() -> log.append(EventLogContract.CI, 1, ABORT, Contexts.keyed("k1")))
        .isInstanceOf(DuplicateKeyException.class);
    assertThatThrownBy(() -> other.append(EventLogContract.CI, 0, ABORT, Contexts.keyed("k1")))
        .isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void whatIsRememberedIsNotHeldAgainstACallerThatKnowsMore() throws Exception {
    log.append(EventLogContract.CI, 0, ABORT, Contexts.engine());
    other.append(EventLogContract.CI, 1, ABORT, Contexts.engine());

    assertThat(log.append(EventLogContract.CI, 2, ABORT, Contexts.engine())).hasSize(1);
  }

  @Test
  void aFormerOwnerIsStoppedThoughItRemembersItsEpoch() throws Exception {
    takeOver(log, 1);
    log.append(EventLogContract.CI, 1, ABORT, Contexts.at(1));

    takeOver(other, 2);

    assertThatThrownBy(() -> log.append(EventLogContract.CI, 2, ABORT, Contexts.at(1)))
        .isInstanceOf(StaleVersionException.class)
        .hasMessageContaining("epoch 2");
    assertThat(other.append(EventLogContract.CI, 3, ABORT, Contexts.at(2))).hasSize(1);
  }

  private void takeOver(SqlEventLog by, long epoch) throws Exception {
    by.exclusively(
        "take over",
        connection -> {
          var looked = LogStatements.look(connection, EventLogContract.CI, Optional.empty());
          try (var statement = connection.createStatement()) {
            statement.execute(
                """
                insert into pair_lease values ('ci', 'replica', %d, now())
                on conflict (pair) do update set epoch = excluded.epoch
                """
                    .formatted(epoch));
          }
          var event = new PairTakenOver("replica", epoch);
          long version = looked.stream().version();
          return looked
              .head()
              .next(EventLogContract.CI, version, List.of(event), Contexts.at(epoch), looked.now());
        });
  }

  @Test
  void anAppendWhoseAnswerIsLostIsNeitherLostNorDoubled() throws Exception {
    long acknowledged =
        sum(
            inParallel(caller -> {
              EventLog mine = caller % 2 == 0 ? log : other;
              for (int version = 0; version < 40; version++) {
                mine.append(EventLogContract.stream(caller), version, ABORT, Contexts.engine());
                if (caller == 0 && version % 4 == 0) {
                  cutConnections();
                }
              }
              return 40L;
            }));

    assertThat(acknowledged).isEqualTo(CALLERS * 40L);
    cutConnections();
    log.append(EventLogContract.stream(0), 40, ABORT, Contexts.engine());
    assertThat(log.ask(AppendTogetherTest::count)).isEqualTo(CALLERS * 40L + 1);
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void anInterruptIsKeptForAfterwards() throws Exception {
    Thread.currentThread().interrupt();

    List<RecordedEvent> recorded = log.append(EventLogContract.CI, 0, ABORT, Contexts.engine());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(recorded).hasSize(1);
  }

  private void cutConnections() throws Exception {
    database.asSuperuser(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        """);
  }

  /** PostgreSQL's calendar ends before that year. */
  static EventContext unkeepable() {
    return Contexts.engine().withOccurredAt(Instant.parse("+300000-01-01T00:00:00Z"));
  }

  private interface Work {
    long of(int caller) throws Exception;
  }

  private static List<Long> inParallel(Work work) throws Exception {
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      var done = new ArrayList<Long>();
      for (Future<Long> one :
          callers.invokeAll(
              IntStream.range(0, CALLERS)
                  .mapToObj(caller -> (Callable<Long>) () -> work.of(caller))
                  .toList())) {
        try {
          done.add(one.get());
        } catch (ExecutionException e) {
          throw new AssertionError("a caller failed", e.getCause());
        }
      }
      return done;
    }
  }

  private static long sum(List<Long> numbers) {
    return numbers.stream().mapToLong(Long::longValue).sum();
  }

  /** How many events the streams hold, each numbered without a gap. */
  private long versions() {
    long all = 0;
    for (int stream = 0; stream < 4; stream++) {
      List<RecordedEvent> events = log.read(EventLogContract.stream(stream), 0);
      assertThat(events)
          .extracting(RecordedEvent::version)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
      all += events.size();
    }
    return all;
  }

  private static long count(java.sql.Connection connection) throws java.sql.SQLException {
    try (var statement = connection.createStatement();
        var result = statement.executeQuery("select count(*) from event")) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
