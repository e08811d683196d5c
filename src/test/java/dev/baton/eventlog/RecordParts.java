package dev.baton.eventlog;

import io.agroal.api.AgroalDataSource;

/** What one replica has of the record, put together by hand for tests of other packages. */
public record RecordParts(EventLog log, PairLease lease, Bell bell, DatabaseClock clock) {

  public static RecordParts of(AgroalDataSource dataSource) {
    SqlEventLog log = new SqlEventLog(dataSource, new HeadSignal());
    return new RecordParts(log, new PairLease(log), new Bell(dataSource), new DatabaseClock(log));
  }
}
