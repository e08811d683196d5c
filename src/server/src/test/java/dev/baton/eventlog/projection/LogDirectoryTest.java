package dev.baton.eventlog.projection;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.pair.PairId;

class LogDirectoryTest extends PairDirectoryContract {

  private final EventLog log = new InMemoryEventLog();

  @Override
  protected PairDirectory directory() {
    return new LogDirectory(log);
  }

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected void hold(PairId pair) {
    // The test is alone with its log.
  }
}
