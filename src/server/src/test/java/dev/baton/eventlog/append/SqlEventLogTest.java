package dev.baton.eventlog.append;

import dev.baton.embedded.TestDatabase;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.EventLogContract;
import dev.baton.pair.PairId;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SqlEventLogTest extends EventLogContract {

  private TestDatabase database;
  private SqlEventLog log;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    log = new SqlEventLog(database.dataSource(), new NewEventSignal(), new AcknowledgedHead());
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected void guard(PairId pair, long epoch) throws SQLException {
    database.asRuntime(
        "insert into pair_lease values ('%s', 'replica-1', %d, now())".formatted(pair, epoch));
  }
}
