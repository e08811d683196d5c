package dev.baton.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.database.TestDatabase;
import dev.baton.pair.PairId;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever is superuser can change the record, but not without being found out. */
class TamperTest {

  private TestDatabase database;
  private SqlEventLog log;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new HeadSignal());
    var facts = Collections.nCopies(10, EventLogContract.ABORT);
    log.append(StreamId.of(new PairId("ci")), 0, facts, Contexts.engine());
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Test
  void findsNothingInAnUntouchedRecord() {
    assertThat(log.verify().verified()).isTrue();
    assertThat(log.verify().count()).isEqualTo(10);
  }

  @ParameterizedTest(name = "{1} is found at {0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "4 | update event set actor = 'somebody else' where seq = 4",
        "4 | update event set reason = null where seq = 4",
        "4 | update event set ticket = coalesce(reason, '') where seq = 4",
        "4 | update event set step = '' where seq = 4",
        "4 | update event set recorded_at = recorded_at + interval '1 microsecond' where seq = 4",
        "4 | update event set payload = concat(payload, ' ') where seq = 4",
        "4 | delete from event where seq = 4",
        "5 | update event set hash = sha256(hash) where seq > 9; delete from event where seq = 5",
        "4 | update event set version = -version where seq in (4, 5); update event set version = case seq when 4 then 5 else 4 end where seq in (4, 5)",
        "9 | delete from event where seq > 8",
        "10 | update log_head set hash = sha256(hash)",
        "1 | delete from event",
      })
  void findsTheFirstEventThatDoesNotFit(long first, String tampering) throws Exception {
    database.asSuperuser("alter table event disable trigger event_unchanged");

    database.asSuperuser(tampering);

    assertThat(log.verify().firstBroken()).hasValue(first);
  }
}
