package dev.baton.operation.engine;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.EventLogContract;
import dev.baton.eventlog.InMemoryEventLog;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.PairId;
import java.util.Optional;

/** As long as it lives, a life's way to the log is as good as any. */
class CrashingLogTest extends EventLogContract {

  private final InMemoryEventLog memory = new InMemoryEventLog();
  private final CrashingLog log = new CrashingLog(memory, new CrashSchedule(Optional.empty()));

  @Override
  protected EventLog log() {
    return log;
  }

  @Override
  protected void guard(PairId pair, long epoch) {
    memory.guard(StreamId.of(pair), epoch);
  }
}
