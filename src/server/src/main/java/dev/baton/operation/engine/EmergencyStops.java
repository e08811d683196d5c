package dev.baton.operation.engine;

import dev.baton.eventlog.DuplicateKeyException;
import dev.baton.eventlog.EventContext;
import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.eventlog.StaleVersionException;
import dev.baton.eventlog.StreamId;
import dev.baton.pair.StopEvent;
import dev.baton.pair.StopEvent.StopDeclared;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The stop of everything as the log has it; and, while the log takes nothing, the one that this
 * replica alone was told, which is in force at once and goes on record by itself later (S11).
 */
final class EmergencyStops {

  private static final Logger LOG = Logger.getLogger(EmergencyStops.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  /** How far the stream was read, and what stood there. */
  private record Read(long version, Optional<EmergencyStop> standing) {

    static final Read NOTHING = new Read(0, Optional.empty());

    Read after(List<RecordedEvent> newer) {
      return newer.isEmpty()
          ? this
          : new Read(newer.getLast().version(), EmergencyStop.after(standing, newer));
    }
  }

  /** Declared, and not on record yet. */
  private record Unrecorded(EmergencyStop stop, EventContext context) {}

  private final EventLog log;
  private volatile Read read = Read.NOTHING;
  private volatile Optional<Unrecorded> unrecorded = Optional.empty();

  EmergencyStops(EventLog log) {
    this.log = log;
  }

  /** What was read may not be in the log any more. */
  void forget() {
    read = Read.NOTHING;
  }

  /** The stop that stands; empty when none does. */
  Optional<EmergencyStop> standing() {
    Optional<EmergencyStop> ours = unrecorded.map(Unrecorded::stop);
    return ours.isPresent() ? ours : newest().standing();
  }

  private Read newest() {
    Read seen = read;
    return keep(seen.after(log.read(StreamId.STOP, seen.version())));
  }

  private Read keep(Read now) {
    read = now;
    return now;
  }

  /** Declares a stop, or releases it, unless it stands so already; what stands then. */
  synchronized Optional<EmergencyStop> become(StopEvent event, EventContext context)
      throws StaleVersionException, DuplicateKeyException {
    record();
    Read now = newest();
    return now.standing().isPresent() == event instanceof StopDeclared
        ? now.standing()
        : keep(now.after(log.append(StreamId.STOP, now.version(), List.of(event), context)))
            .standing();
  }

  /** The log takes nothing: the stop is in force here from now on, and on record once it can be. */
  synchronized EmergencyStop declareUnrecorded(EventContext context, Instant now) {
    if (unrecorded.isEmpty()) {
      LOG.warn("everything is stopped; the event log does not take it, it is recorded later");
      unrecorded =
          Optional.of(
              new Unrecorded(EmergencyStop.unrecorded(context, now), context.withOccurredAt(now)));
      Thread.ofVirtual().name("record the stop").start(this::recordWhenItCan);
    }
    return unrecorded.orElseThrow().stop();
  }

  private void recordWhenItCan() {
    while (unrecorded.isPresent()) {
      try {
        Thread.sleep(AGAIN);
        record();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (RuntimeException | StaleVersionException e) {
        LOG.debugf("the stop is not on record yet: %s", e.getMessage());
      }
    }
  }

  private synchronized void record() throws StaleVersionException {
    if (unrecorded.isEmpty()) {
      return;
    }
    Unrecorded waiting = unrecorded.get();
    Read now = newest();
    if (now.standing().isEmpty()) {
      try {
        var events = List.of(new StopDeclared());
        read = now.after(log.append(StreamId.STOP, now.version(), events, waiting.context()));
      } catch (DuplicateKeyException onRecordAlready) {
        LOG.debug("the stop was on record already");
      }
    }
    unrecorded = Optional.empty();
    LOG.info("the stop of everything is on record");
  }
}
