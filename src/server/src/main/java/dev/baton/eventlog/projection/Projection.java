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
import dev.baton.pair.UnreadableFact;
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
  static boolean isPassedOver(RecordedEvent event) {
    return event.fact() instanceof UnreadableFact;
  }

  static void add(RecordedEvent event) {
    switch (event.fact()) {
      case HostRegistered fact -> addHost(event, fact);
      case PairEvent fact -> addToPair(event, fact);
      case AccessEvent fact -> {
        // Who was let in is found in the events themselves.
      }
      case StopEvent fact -> {
        // Whether everything is stopped is read from its own short stream.
      }
      case LogEvent fact -> {
        // What was decided about the log is in its own short stream.
      }
      case UnreadableFact fact -> {
        LOG.warnf(
            "event passed over seq=%d stream=%s: %s", event.seq(), event.stream(), fact.why());
        passOver(event);
      }
    }
  }

  private static void addHost(RecordedEvent event, HostRegistered fact) {
    HostRow row = HostRow.findById(fact.host().value());
    if (row == null) {
      row = new HostRow();
      row.host = fact.host().value();
      row.registeredAt = event.recordedAt();
      row.endpoint = fact.endpoint();
      row.seq = event.seq();
      row.persist();
      return;
    }
    row.endpoint = fact.endpoint();
    row.seq = event.seq();
  }

  private static void addToPair(RecordedEvent event, PairEvent fact) {
    if (fact instanceof PairRegistered registered) {
      register(registered);
    }
    pair(event).ifPresent(row -> bring(row, event, fact));
    request(event, fact);
    operation(event).ifPresent(row -> row.bring(event));
  }

  /** The rows come as far as the event is, and show nothing of it. */
  private static void passOver(RecordedEvent event) {
    pair(event)
        .ifPresent(row -> {
          row.version = event.version();
          row.seq = event.seq();
        });
    operation(event).ifPresent(row -> row.bring(event));
  }

  private static Optional<PairRow> pair(RecordedEvent event) {
    return event.pair().flatMap(name -> PairRow.findByIdOptional(name));
  }

  private static Optional<OperationRow> operation(RecordedEvent event) {
    return event.operation().flatMap(id -> OperationRow.findByIdOptional(id));
  }

  private static void register(PairRegistered fact) {
    if (PairRow.findById(fact.pair().value()) != null) {
      return; // it makes the pair unreadable, which its status says, and must not stop the rest
    }
    PairRow row = new PairRow();
    row.pair = fact.pair().value();
    row.home = fact.home().value();
    row.primary = fact.home().value();
    row.term = 1;
    row.persist();
  }

  private static void bring(PairRow row, RecordedEvent event, PairEvent fact) {
    switch (fact) {
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
    row.version = event.version();
    row.seq = event.seq();
  }

  private static void request(RecordedEvent event, PairEvent fact) {
    asked(event, fact)
        .filter(row -> OperationRow.findById(row.operation) == null)
        .ifPresent(row -> row.persist());
  }

  /** The row of the operation that the event asks for; empty when it asks for none. */
  public static Optional<OperationRow> asked(RecordedEvent event, PairEvent fact) {
    return Optional.ofNullable(
        switch (fact) {
          case SwitchoverRequested e ->
              OperationRow.of(
                  event, e.operation(), OperationKind.SWITCHOVER, e.mode(), e.from(), e.to());
          case RecoveryRequested e ->
              OperationRow.of(
                  event, e.operation(), OperationKind.RECOVERY, e.rejoin(), e.from(), e.to());
          case ReopeningRequested e ->
              OperationRow.of(
                  event, e.operation(), OperationKind.REOPENING, null, e.from(), e.to());
          case PruneRequested e ->
              OperationRow.of(event, e.operation(), OperationKind.PRUNE, null, e.from(), e.to());
          case ResolveRequested e ->
              OperationRow.of(
                  event, e.operation(), OperationKind.RESOLVE, e.finding(), e.from(), e.to());
          case DrillRequested e ->
              OperationRow.of(
                  event, e.operation(), OperationKind.DRILL, e.scope(), e.from(), e.to());
          default -> null; // only these ask for an operation
        });
  }
}
