package dev.baton.eventlog;

import dev.baton.pair.Event;
import java.util.List;
import java.util.Optional;

/** Reads another log, for a stand-in that does something of its own at some reads. */
public abstract class ReadOnlyEventLog implements EventLog {

  protected final EventLog log;

  protected ReadOnlyEventLog(EventLog log) {
    this.log = log;
  }

  @Override
  public List<RecordedEvent> append(
      StreamId stream, long expectedVersion, List<? extends Event> events, EventContext context) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<RecordedEvent> read(StreamId stream, long afterVersion) {
    return log.read(stream, afterVersion);
  }

  @Override
  public List<RecordedEvent> readAll(long after, int limit) {
    return log.readAll(after, limit);
  }

  @Override
  public Optional<RecordedEvent> withKey(String idempotencyKey) {
    return log.withKey(idempotencyKey);
  }

  @Override
  public long head() {
    return log.head();
  }
}
