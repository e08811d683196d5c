package dev.baton.eventlog.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.Contexts;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.LogStatements;
import dev.baton.eventlog.append.NewEventSignal;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PairLeaseTest {

  private static final PairId CI = new PairId("ci");
  private static final StreamId STREAM = StreamId.of(CI);

  private TestDatabase database;
  private SqlEventLog log;
  private PairLease lease;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
    lease = new PairLease(log);
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void givesTheFirstOwnerTheFirstEpochAndSaysSo() {
    assertThat(lease.claim(CI, "one")).contains(1L);

    assertThat(log.read(STREAM, 0))
        .extracting(RecordedEvent::event)
        .containsExactly(new PairTakenOver("one", 1));
  }

  @Test
  void keepsTheEpochOfAnOwnerThatAsksAgain() {
    assertThat(lease.claim(CI, "one")).contains(1L);

    assertThat(lease.claim(CI, "one")).contains(1L);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void leavesAPairToTheOwnerThatHoldsIt() throws Exception {
    assertThat(lease.claim(CI, "one")).contains(1L);
    lastAnHour();

    assertThat(lease.claim(CI, "two")).isEmpty();
    assertThat(lease.held()).containsExactly(CI);
    assertThat(lease.renew("two")).isEmpty();
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void givesAPairToAnotherOnceItsLeaseHasRunOut() throws Exception {
    assertThat(lease.claim(CI, "one")).contains(1L);
    log.append(STREAM, 1, List.of(EventLogContract.ABORT), Contexts.at(1));
    runOut();

    assertThat(lease.held()).isEmpty();
    assertThat(lease.claim(CI, "two")).contains(2L);

    long version = log.read(STREAM, 0).size();
    assertThatThrownBy(
            () -> log.append(STREAM, version, List.of(EventLogContract.ABORT), Contexts.at(1)))
        .isInstanceOf(StaleVersionException.class);
    assertThat(lease.renew("one")).isEmpty();
    assertThat(lease.renew("two")).isEqualTo(Map.of(CI, 2L));
    assertThat(log.verify().verified()).isTrue();
  }

  @Test
  void renewsALeaseThatHasRunOutWhileNobodyWantedIt() throws Exception {
    assertThat(lease.claim(CI, "one")).contains(1L);
    runOut();

    assertThat(lease.renew("one")).isEqualTo(Map.of(CI, 1L));
  }

  @Test
  void givesAPairToAnotherAsSoonAsItIsReleased() {
    assertThat(lease.claim(CI, "one")).contains(1L);

    lease.release("one");

    assertThat(lease.claim(CI, "two")).contains(2L);
  }

  @Test
  void anOwnerThatReleasedItCannotTakeItBackFromAnother() {
    assertThat(lease.claim(CI, "one")).contains(1L);
    lease.release("one");
    assertThat(lease.claim(CI, "two")).contains(2L);

    lease.release("one");

    assertThat(lease.renew("one")).isEmpty();
    assertThat(lease.renew("two")).isEqualTo(Map.of(CI, 2L));
  }

  @Test
  void anOwnerAsleepInTheMiddleOfAnAppendHoldsNobodyUp() throws Exception {
    try (Connection asleep = database.dataSource().getConnection()) {
      asleep.setAutoCommit(false);
      LogStatements.lockHead(asleep);

      assertThat(lease.claim(CI, "two")).contains(1L);

      assertThatThrownBy(asleep::commit).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void everyRunOfAReplicaIsAnotherOwner() {
    assertThat(new Replica("one").id()).startsWith("one-").isNotEqualTo(new Replica("one").id());
  }

  /** However slow this machine is. */
  private void lastAnHour() throws SQLException {
    database.asRuntime("update pair_lease set lease_until = clock_timestamp() + interval '1 hour'");
  }

  /** As if more time had passed by the database's clock than a lease lasts. */
  private void runOut() throws SQLException {
    database.asRuntime("update pair_lease set lease_until = clock_timestamp() - interval '1 ms'");
  }
}
