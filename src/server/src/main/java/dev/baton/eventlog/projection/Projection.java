package dev.baton.eventlog.projection;

import dev.baton.eventlog.EventLog;
import dev.baton.eventlog.RecordedEvent;
import dev.baton.pair.AccessEvent;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.LogEvent;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairAdopted;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.PruneRequested;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ReopeningRequested;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.StopEvent;
import dev.baton.pair.UnreadableEvent;
import dev.baton.pair.kind.OperationKind;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Applies one event to the rows. The same events in the same order always give the same rows. */
public final class Projection {

  private static final Logger LOG = Logger.getLogger(Projection.class);

  private Projection() {}

  /**
   * Some events of the log, in their order.
   *
   * @param full whether there may be more behind them
   */
  record LogPage(List<RecordedEvent> events, boolean full) {

    LogPage {
      events = List.copyOf(events);
    }

    static LogPage after(EventLog log, long seq, int limit) {
      List<RecordedEvent> events = log.readAll(seq, limit);
      return new LogPage(events, events.size() == limit);
    }
  }

  /** Whether rows come as far as the event is, and show nothing of it. */
  static boolean isPassedOver(RecordedEvent recorded) {
    return recorded.event() instanceof UnreadableEvent;
  }

  static void add(RecordedEvent recorded) {
    switch (recorded.event()) {
      case HostRegistered event -> addHost(recorded, event);
      case PairEvent event -> addToPair(recorded, event);
      case AccessEvent event -> {
        // Who was let in is found in the events themselves.
      }
      case StopEvent event -> {
        // Whether everything is stopped is read from its own short stream.
      }
      case LogEvent event -> {
        // What was decided about the log is in its own short stream.
      }
      case UnreadableEvent event -> {
        LOG.warnf(
            "event passed over seq=%d stream=%s: %s",
            recorded.seq(), recorded.stream(), event.why());
        passOver(recorded);
      }
    }
  }

  private static void addHost(RecordedEvent recorded, HostRegistered event) {
    HostRow row = HostRow.findById(event.host().value());
    if (row == null) {
      row = new HostRow();
      row.host = event.host().value();
      row.registeredAt = recorded.recordedAt();
      row.endpoint = event.endpoint();
      row.seq = recorded.seq();
      row.persist();
      return;
    }
    row.endpoint = event.endpoint();
    row.seq = recorded.seq();
  }

  private static void addToPair(RecordedEvent recorded, PairEvent event) {
    if (event instanceof PairRegistered registered) {
      register(registered);
    }
    pair(recorded).ifPresent(row -> bring(row, recorded, event));
    request(recorded, event);
    operation(recorded).ifPresent(row -> row.bring(recorded));
  }

  /** The rows come as far as the event is, and show nothing of it. */
  private static void passOver(RecordedEvent recorded) {
    pair(recorded)
        .ifPresent(row -> {
          row.version = recorded.version();
          row.seq = recorded.seq();
        });
    operation(recorded).ifPresent(row -> row.bring(recorded));
  }

  private static Optional<PairRow> pair(RecordedEvent recorded) {
    return recorded.pair().flatMap(name -> PairRow.findByIdOptional(name));
  }

  private static Optional<OperationRow> operation(RecordedEvent recorded) {
    return recorded.operation().flatMap(id -> OperationRow.findByIdOptional(id));
  }

  private static void register(PairRegistered event) {
    if (PairRow.findById(event.pair().value()) != null) {
      return; // it makes the pair unreadable, which its status says, and must not stop the rest
    }
    PairRow row = new PairRow();
    row.pair = event.pair().value();
    row.home = event.home().value();
    row.primary = event.home().value();
    row.term = 1;
    row.persist();
  }

  private static void bring(PairRow row, RecordedEvent recorded, PairEvent event) {
    switch (event) {
      case SwitchoverRequested e -> row.openOperation = e.operation().value();
      case RecoveryRequested e -> row.openOperation = e.operation().value();
      case ReopeningRequested e -> row.openOperation = e.operation().value();
      case PruneRequested e -> row.openOperation = e.operation().value();
      case ResolveRequested e -> row.openOperation = e.operation().value();
      case DrillRequested e -> row.openOperation = e.operation().value();
      case OperationEnded e -> row.openOperation = null;
      case PairAdopted e -> {
        row.primary = e.primary().value();
        row.term = e.term();
        row.openOperation = null;
      }
      case PairRetired e -> row.retired = true;
      case PrimaryPromoted e -> {
        row.primary = e.site().value();
        row.term = e.term();
      }
      default -> {
        // Nothing else changes what the row shows, beyond how far it is.
      }
    }
    row.version = recorded.version();
    row.seq = recorded.seq();
  }

  private static void request(RecordedEvent recorded, PairEvent event) {
    asked(recorded, event)
        .filter(row -> OperationRow.findById(row.operation) == null)
        .ifPresent(row -> row.persist());
  }

  /** The row of the operation that the event asks for; empty when it asks for none. */
  public static Optional<OperationRow> asked(RecordedEvent recorded, PairEvent event) {
    return Optional.ofNullable(
        switch (event) {
          case SwitchoverRequested e ->
              OperationRow.of(
                  recorded, e.operation(), OperationKind.SWITCHOVER, e.mode(), e.from(), e.to());
          case RecoveryRequested e ->
              OperationRow.of(
                  recorded, e.operation(), OperationKind.RECOVERY, e.rejoin(), e.from(), e.to());
          case ReopeningRequested e ->
              OperationRow.of(
                  recorded, e.operation(), OperationKind.REOPENING, null, e.from(), e.to());
          case PruneRequested e ->
              OperationRow.of(recorded, e.operation(), OperationKind.PRUNE, null, e.from(), e.to());
          case ResolveRequested e ->
              OperationRow.of(
                  recorded, e.operation(), OperationKind.RESOLVE, e.finding(), e.from(), e.to());
          case DrillRequested e ->
              OperationRow.of(
                  recorded, e.operation(), OperationKind.DRILL, e.scope(), e.from(), e.to());
          default -> null; // only these ask for an operation
        });
  }
}
