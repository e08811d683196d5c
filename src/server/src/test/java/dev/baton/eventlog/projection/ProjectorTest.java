package dev.baton.eventlog.projection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.ForeignEvents;
import dev.baton.eventlog.ProjectionsBehindException;
import dev.baton.eventlog.ReadOnlyEventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.IdleOwner;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.pair.Event;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.HostId;
import dev.baton.pair.OperationId;
import dev.baton.pair.Outcome;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairId;
import dev.baton.pair.Site;
import dev.baton.pair.SiteName;
import dev.baton.pair.kind.RejoinKind;
import dev.baton.pair.kind.SwitchoverMode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProjectorTest {

  private static final SiteName EAST = new SiteName("east");
  private static final SiteName WEST = new SiteName("west");

  @Inject EventLog log;
  @Inject SqlEventLog sql;
  @Inject Projector projector;
  @Inject EntityManager entities;
  @Inject DataSource dataSource;

  private final PairId pair = new PairId("p-" + UUID.randomUUID());
  private final OperationId first = new OperationId("a-" + UUID.randomUUID());
  private final OperationId second = new OperationId("b-" + UUID.randomUUID());

  @Test
  void showsWhatWasJustRecorded() throws Exception {
    long seq = record();

    projector.upTo(seq);

    PairRow row = inTransaction(() -> PairRow.findById(pair.value()));
    assertThat(row.primary).isEqualTo("west");
    assertThat(row.home).isEqualTo("east");
    assertThat(row.term).isEqualTo(2);
    assertThat(row.version).isEqualTo(5);
    assertThat(row.openOperation).isEqualTo(second.value());
    assertThat(row.seq).isEqualTo(seq);
  }

  @Test
  void rowsThatAreFarBehindAreNotWaitedForAndSayHowFarTheyAre() throws Exception {
    long seq = record();
    LongLog held = new LongLog(log);
    Projector starting = new Projector(held);

    starting.start(new StartupEvent());
    try {
      assertThat(starting.behind()).isPresent();
      assertThatThrownBy(() -> starting.upTo(held.head()))
          .isInstanceOf(ProjectionsBehindException.class)
          .hasMessageContaining("of %d events".formatted(held.head()));
    } finally {
      held.goOn();
    }

    await().atMost(Duration.ofSeconds(60)).until(() -> starting.behind().isEmpty());
    starting.upTo(seq);
  }

  /** Says that it is long, and gives single events alone before it is told to go on. */
  private static final class LongLog extends ReadOnlyEventLog {

    private final CountDownLatch told = new CountDownLatch(1);

    LongLog(EventLog log) {
      super(log);
    }

    void goOn() {
      told.countDown();
    }

    @Override
    public long head() {
      return told.getCount() == 0 ? log.head() : 1_000_000;
    }

    @Override
    public List<RecordedEvent> readAll(long after, int limit) {
      try {
        if (limit > 1) {
          told.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return log.readAll(after, limit);
    }
  }

  @Test
  void showsOperationsNewestFirst() throws Exception {
    projector.upTo(record());

    List<OperationRow> rows =
        inTransaction(() -> OperationRow.page(Optional.of(pair), Long.MAX_VALUE, 10));
    assertThat(rows)
        .extracting(row -> row.operation)
        .containsExactly(second.value(), first.value());
    assertThat(rows).extracting(row -> row.kind).containsExactly("recovery", "switchover");
    assertThat(rows).extracting(row -> row.outcome).containsExactly(null, "SUCCEEDED");
  }

  @Test
  void passesOverWhatItCannotReadAndComesAsFar() throws Exception {
    long before = record();
    ForeignEvents.append(sql, StreamId.of(pair), "pair.renamed", "{}");

    projector.upToNow();

    PairRow row = inTransaction(() -> PairRow.findById(pair.value()));
    assertThat(row.version).isEqualTo(6);
    assertThat(row.openOperation).isEqualTo(second.value());
    assertThat(row.seq).isGreaterThan(before);
  }

  @Test
  void rebuildCommandTellsWhatItMadeAndEndsWithZero() throws Exception {
    projector.upTo(record());

    var said = new ByteArrayOutputStream();
    int code = new RebuildCommand(projector, true).run(new PrintStream(said, true, UTF_8));

    assertThat(code).isZero();
    assertThat(said.toString(UTF_8)).matches("(?s).*baton: the tables hold \\d+ events: .*");
  }

  @Test
  void rebuildsTheSameRowsFromTheLogAlone() throws Exception {
    projector.upTo(record());

    // What else is recorded meanwhile makes it a comparison of two times: then once more.
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> {
          projector.upToNow();
          List<?> before = everything();
          projector.rebuild(progress -> {});
          assertThat(everything()).isNotEmpty().isEqualTo(before);
        });
  }

  private long record() throws Exception {
    IdleOwner.hold(dataSource, pair);
    var host = new HostId("h-" + UUID.randomUUID());
    log.append(
        StreamId.of(host),
        0,
        List.of(new HostRegistered(host, "10.77.0.12:7443")),
        Contexts.engine());
    var sites =
        List.of(
            new Site(EAST, host, host, "10.77.0.12:5432"),
            new Site(WEST, host, host, "10.77.0.22:5432"));
    List<Event> events =
        List.of(
            new PairRegistered(pair, EAST, sites, "10.77.0.100", "7"),
            new SwitchoverRequested(first, SwitchoverMode.GRACEFUL, EAST, WEST, Optional.empty()),
            new PrimaryPromoted(first, WEST, 2, "2"),
            new OperationEnded(first, Outcome.SUCCEEDED, List.of(), Optional.empty()),
            new RecoveryRequested(second, WEST, EAST, RejoinKind.REWIND, true));
    return log.append(StreamId.of(pair), 0, events, Contexts.engine()).getLast().seq();
  }

  private List<?> everything() {
    return inTransaction(() ->
        entities
            .createNativeQuery(
                """
                select p::text from pair_row p union all select o::text from operation_row o
                union all select h::text from host_row h union all select s::text from projection s
                order by 1
                """)
            .getResultList());
  }

  private static <T> T inTransaction(java.util.concurrent.Callable<T> question) {
    return QuarkusTransaction.requiringNew().call(question);
  }
}
