package dev.baton.eventlog.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.RecordUnavailableException;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.pair.Event;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one writer does with appends that share a statement, and with a head that moved. */
class LogWriterTest {

  private static final List<Event> ABORT = List.of(EventLogContract.ABORT);

  private final NewEventSignal signal = new NewEventSignal();
  private TestDatabase database;
  private LogWriter writer;
  private SqlEventLog log;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    writer = new LogWriter(database.dataSource(), signal, new AcknowledgedHead());
    log = new SqlEventLog(database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
    database.close();
  }

  private static PendingAppend append(int stream, long version) {
    return append(stream, version, Contexts.engine());
  }

  private static PendingAppend append(int stream, long version, EventContext context) {
    return new PendingAppend(EventLogContract.stream(stream), version, ABORT, context);
  }

  @Test
  void appendsThatWaitTogetherFollowOneAnotherInTheirOrder() throws Exception {
    List<PendingAppend> appends = List.of(append(0, 0), append(1, 0), append(0, 1));

    writer.write(appends);

    for (int i = 0; i < appends.size(); i++) {
      assertThat(appends.get(i).events()).extracting(RecordedEvent::seq).containsExactly(i + 1L);
    }
  }

  @Test
  void staleOneIsRefusedAloneAndTheOthersAreWritten() throws Exception {
    PendingAppend stale = append(1, 7);
    PendingAppend good = append(2, 0);

    writer.write(List.of(append(0, 0), stale, good));

    assertThatThrownBy(stale::events).isInstanceOf(StaleVersionException.class);
    assertThat(good.events()).hasSize(1);
    assertThat(log.head()).isEqualTo(2);
  }

  @Test
  void keyThatTwoOfThemBringIsTakenByTheFirst() throws Exception {
    PendingAppend first = append(0, 0, Contexts.keyed("k1"));
    PendingAppend second = append(1, 0, Contexts.keyed("k1"));

    writer.write(List.of(first, second));

    assertThat(first.events()).hasSize(1);
    assertThatThrownBy(second::events).isInstanceOf(DuplicateKeyException.class);
  }

  @Test
  void oneThatTheDatabaseCannotKeepIsFoundAndTheOthersAreWritten() throws Exception {
    PendingAppend bad = append(1, 0, AppendTogetherTest.unkeepable());
    PendingAppend before = append(0, 0);
    PendingAppend after = append(2, 0);

    writer.write(List.of(before, bad, after));

    assertThatThrownBy(bad::events).isInstanceOf(IllegalArgumentException.class);
    assertThat(before.events()).hasSize(1);
    assertThat(after.events()).hasSize(1);
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void headThatAnotherReplicaMovedIsReadAnew() throws Exception {
    writer.write(List.of(append(0, 0)));
    log.append(EventLogContract.stream(0), 1, ABORT, Contexts.engine());
    PendingAppend next = append(0, 2);

    writer.write(List.of(next));

    assertThat(next.events()).extracting(RecordedEvent::seq).containsExactly(3L);
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void streamThatAnotherReplicaWroteToIsNotOverwrittenFromMemory() throws Exception {
    writer.write(List.of(append(0, 0)));
    log.append(EventLogContract.stream(0), 1, ABORT, Contexts.engine());
    PendingAppend stale = append(0, 1);

    writer.write(List.of(stale));

    assertThatThrownBy(stale::events)
        .isInstanceOf(StaleVersionException.class)
        .hasMessageContaining("version 2, not 1");
  }

  @Test
  void connectionThatWasCutIsReplacedWithoutADouble() throws Exception {
    writer.write(List.of(append(0, 0)));
    database.asSuperuser(
        """
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
        """);
    PendingAppend next = append(0, 1);

    writer.write(List.of(next));

    assertThat(next.events()).extracting(RecordedEvent::seq).containsExactly(2L);
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void withoutADatabaseEveryOneIsToldThatNobodyKnows() throws Exception {
    writer.close();
    TestDatabase gone = TestDatabase.create();
    LogWriter homeless = new LogWriter(gone.dataSource(), signal, new AcknowledgedHead());
    gone.close();
    List<PendingAppend> appends = List.of(append(0, 0), append(1, 0));

    homeless.write(appends);

    for (PendingAppend append : appends) {
      assertThatThrownBy(append::events).isInstanceOf(RecordUnavailableException.class);
    }
  }

  @Test
  void newHeadIsToldToWhoeverWaitsInThisProcess() throws Exception {
    writer.write(List.of(append(0, 0), append(1, 0)));

    long began = System.nanoTime();
    signal.awaitBeyond(1, Duration.ofSeconds(30));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void whatWasForgottenIsLookedUpAgain() throws Exception {
    writer.write(List.of(append(0, 0)));
    writer.forget();
    PendingAppend next = append(0, 1);

    writer.write(List.of(next));

    assertThat(next.events()).hasSize(1);
  }
}
