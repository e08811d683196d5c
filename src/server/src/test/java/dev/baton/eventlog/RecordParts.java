package dev.baton.eventlog;

import dev.baton.eventlog.append.AcknowledgedHead;
import dev.baton.eventlog.append.NewEventSignal;
import dev.baton.eventlog.append.SqlEventLog;
import dev.baton.eventlog.replica.DatabaseClock;
import dev.baton.eventlog.replica.PairLease;
import dev.baton.eventlog.replica.ReplicaNotifier;
import io.agroal.api.AgroalDataSource;

/** What one replica has of the record, put together by hand for tests of other packages. */
public record RecordParts(
    EventLog log, PairLease lease, ReplicaNotifier notifier, DatabaseClock clock) {

  public static RecordParts of(AgroalDataSource dataSource) {
    SqlEventLog log = new SqlEventLog(dataSource, new NewEventSignal(), new AcknowledgedHead());
    return new RecordParts(
        log, new PairLease(log), new ReplicaNotifier(dataSource), new DatabaseClock(log));
  }
}
