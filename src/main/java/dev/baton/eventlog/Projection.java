package dev.baton.eventlog;

import dev.baton.pair.AccessEvent;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.StopEvent;
import java.util.Optional;

/** Brings the rows on by one event. The same events in the same order always give the same rows. */
final class Projection {

  private Projection() {}

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
    Optional<PairRow> pair = PairRow.findByIdOptional(event.pair().orElseThrow());
    pair.ifPresent(row -> bring(row, event, fact));
    request(event, fact);
    Optional<OperationRow> operation =
        event.operation().flatMap(id -> OperationRow.findByIdOptional(id));
    operation.ifPresent(row -> bring(row, event, fact));
  }

  private static void register(PairRegistered fact) {
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
      case ResolveRequested e -> row.openOperation = e.operation().value();
      case DrillRequested e -> row.openOperation = e.operation().value();
      case OperationEnded e -> row.openOperation = null;
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
    if (fact instanceof SwitchoverRequested e) {
      open(event, e.operation(), "switchover", e.mode(), e.from().value(), e.to().value());
    } else if (fact instanceof RecoveryRequested e) {
      open(event, e.operation(), "recovery", e.rejoin(), e.from().value(), e.to().value());
    } else if (fact instanceof ResolveRequested e) {
      open(event, e.operation(), "resolve", e.finding(), e.from().value(), e.to().value());
    } else if (fact instanceof DrillRequested e) {
      String mode = e.application() ? "application" : "database";
      open(event, e.operation(), "drill", mode, e.from().value(), e.to().value());
    }
  }

  private static void open(
      RecordedEvent event, OperationId id, String kind, String mode, String from, String to) {
    OperationRow row = new OperationRow();
    row.operation = id.value();
    row.pair = event.pair().orElseThrow();
    row.kind = kind;
    row.mode = mode;
    row.from = from;
    row.to = to;
    row.requestedBy = event.context().actor();
    row.reason = event.context().reason().orElse(null);
    row.ticket = event.context().ticket().orElse(null);
    row.requestedAt = event.recordedAt();
    row.firstSeq = event.seq();
    row.lastFact = event.type();
    row.persist();
  }

  private static void bring(OperationRow row, RecordedEvent event, PairEvent fact) {
    if (fact instanceof PlanFrozen frozen) {
      row.planHash = frozen.planHash();
    } else if (fact instanceof EscalationRequested) {
      row.mode = "forced";
    } else if (fact instanceof OperationEnded ended) {
      row.outcome = ended.outcome().name();
      row.endedAt = event.recordedAt();
    }
    row.lastFact = event.type();
    row.seq = event.seq();
  }
}
