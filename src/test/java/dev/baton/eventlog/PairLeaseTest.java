package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.database.TestDatabase;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairId;
import java.util.List;
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
    log = new SqlEventLog(database.dataSource(), new HeadSignal());
    lease = new PairLease(log);
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void givesTheFirstOwnerTheFirstEpochAndSaysSo() {
    assertThat(lease.acquire(CI, "one")).isEqualTo(1);

    assertThat(log.read(STREAM, 0))
        .extracting(RecordedEvent::fact)
        .containsExactly(new PairTakenOver("one", 1));
  }

  @Test
  void keepsTheEpochOfAnOwnerThatAsksAgain() {
    assertThat(lease.acquire(CI, "one")).isEqualTo(1);

    assertThat(lease.acquire(CI, "one")).isEqualTo(1);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void stopsTheFormerOwnerWhenAnotherTakesOver() throws Exception {
    assertThat(lease.acquire(CI, "one")).isEqualTo(1);
    log.append(STREAM, 1, List.of(EventLogContract.ABORT), Contexts.at(1));

    assertThat(lease.acquire(CI, "two")).isEqualTo(2);

    long version = log.read(STREAM, 0).size();
    assertThatThrownBy(
            () -> log.append(STREAM, version, List.of(EventLogContract.ABORT), Contexts.at(1)))
        .isInstanceOf(StaleVersionException.class);
    assertThat(lease.renew(CI, "one", 1)).isFalse();
    assertThat(lease.renew(CI, "two", 2)).isTrue();
    assertThat(log.verify().verified()).isTrue();
  }
}
