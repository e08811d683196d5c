package dev.baton.eventlog;

import dev.baton.pair.PairId;

class InMemoryEventLogTest extends EventLogContract {

  private final InMemoryEventLog log = new InMemoryEventLog();

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected void guard(PairId pair, long epoch) {
    log.guard(StreamId.of(pair), epoch);
  }
}
