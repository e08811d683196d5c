package dev.baton.eventlog;

import dev.baton.pair.AccessEvent.CallDenied;
import dev.baton.pair.AccessEvent.TokenCreated;
import dev.baton.pair.Event;
import dev.baton.pair.HostEvent.HostRegistered;
import dev.baton.pair.LogEvent.LogAdopted;
import dev.baton.pair.OperationId;
import dev.baton.pair.PairEvent.AbortRequested;
import dev.baton.pair.PairEvent.AddressTakenBack;
import dev.baton.pair.PairEvent.ApprovalRequested;
import dev.baton.pair.PairEvent.DrillRequested;
import dev.baton.pair.PairEvent.EscalationRequested;
import dev.baton.pair.PairEvent.FencingAttested;
import dev.baton.pair.PairEvent.HostAnswering;
import dev.baton.pair.PairEvent.HostReleased;
import dev.baton.pair.PairEvent.HostSilent;
import dev.baton.pair.PairEvent.OperationApproved;
import dev.baton.pair.PairEvent.OperationEnded;
import dev.baton.pair.PairEvent.OperationHeld;
import dev.baton.pair.PairEvent.OperationPaused;
import dev.baton.pair.PairEvent.PairAdopted;
import dev.baton.pair.PairEvent.PairRegistered;
import dev.baton.pair.PairEvent.PairRetired;
import dev.baton.pair.PairEvent.PairTakenOver;
import dev.baton.pair.PairEvent.PauseRequested;
import dev.baton.pair.PairEvent.PlanFrozen;
import dev.baton.pair.PairEvent.PrimaryPromoted;
import dev.baton.pair.PairEvent.PruneRequested;
import dev.baton.pair.PairEvent.RecoveryRequested;
import dev.baton.pair.PairEvent.ReopeningRequested;
import dev.baton.pair.PairEvent.ResolveRequested;
import dev.baton.pair.PairEvent.ResumeRequested;
import dev.baton.pair.PairEvent.RetryRequested;
import dev.baton.pair.PairEvent.RollbackStarted;
import dev.baton.pair.PairEvent.SafetyOverridden;
import dev.baton.pair.PairEvent.SplitBrainResolved;
import dev.baton.pair.PairEvent.SplitBrainSeen;
import dev.baton.pair.PairEvent.StandbyJoined;
import dev.baton.pair.PairEvent.StepDone;
import dev.baton.pair.PairEvent.StepRefused;
import dev.baton.pair.PairEvent.StepSkipped;
import dev.baton.pair.PairEvent.StepStarted;
import dev.baton.pair.PairEvent.StepUnknown;
import dev.baton.pair.PairEvent.SwitchoverRequested;
import dev.baton.pair.PairEvent.VerdictChanged;
import dev.baton.pair.StopEvent.StopDeclared;
import dev.baton.pair.StopEvent.StopReleased;
import dev.baton.pair.UnreadableEvent;
import java.util.Optional;

/** What an event is about: the values of its searchable columns. */
public record EventSubject(
    Optional<String> operation,
    Optional<String> host,
    Optional<String> step,
    Optional<String> outcome) {

  private static final EventSubject NOTHING =
      new EventSubject(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public static EventSubject of(Event event) {
    return switch (event) {
      case PairRegistered e -> NOTHING;
      case PairTakenOver e -> NOTHING;
      case PairAdopted e -> NOTHING;
      case PairRetired e -> NOTHING;
      case HostReleased e -> NOTHING.on(e.host().value());
      case SwitchoverRequested e -> of(e.operation());
      case RecoveryRequested e -> of(e.operation());
      case ReopeningRequested e -> of(e.operation());
      case PruneRequested e -> of(e.operation());
      case SplitBrainSeen e -> NOTHING;
      case ResolveRequested e -> of(e.operation());
      case SplitBrainResolved e -> of(e.operation());
      case DrillRequested e -> of(e.operation());
      case PlanFrozen e -> of(e.operation());
      case StepStarted e -> of(e.operation()).at(e.step());
      case StepDone e -> of(e.operation()).at(e.step()).ended("DONE");
      case StepRefused e -> of(e.operation()).at(e.step()).ended("REFUSED");
      case StepUnknown e -> of(e.operation()).at(e.step()).ended("UNKNOWN");
      case PrimaryPromoted e -> of(e.operation());
      case StandbyJoined e -> of(e.operation());
      case OperationPaused e -> of(e.operation()).at(e.step());
      case ApprovalRequested e -> of(e.operation()).at(e.step());
      case OperationApproved e -> of(e.operation()).at(e.step());
      case RetryRequested e -> of(e.operation()).at(e.step());
      case StepSkipped e -> of(e.operation()).at(e.step()).ended("SKIPPED");
      case PauseRequested e -> of(e.operation());
      case OperationHeld e -> of(e.operation());
      case ResumeRequested e -> of(e.operation());
      case EscalationRequested e -> of(e.operation());
      case FencingAttested e -> of(e.operation()).on(e.host().value());
      case SafetyOverridden e -> of(e.operation());
      case AbortRequested e -> of(e.operation());
      case RollbackStarted e -> of(e.operation());
      case OperationEnded e -> of(e.operation()).ended(e.outcome().name());
      case HostSilent e -> NOTHING.on(e.host().value());
      case HostAnswering e -> NOTHING.on(e.host().value());
      case AddressTakenBack e -> NOTHING.on(e.host().value());
      case VerdictChanged e -> NOTHING;
      case HostRegistered e -> NOTHING.on(e.host().value());
      case TokenCreated e -> NOTHING;
      case CallDenied e -> NOTHING.ended("DENIED");
      case StopDeclared e -> NOTHING;
      case StopReleased e -> NOTHING;
      case LogAdopted e -> NOTHING;
      case UnreadableEvent e ->
          throw new IllegalArgumentException("what cannot be read is not written");
    };
  }

  private static EventSubject of(OperationId operation) {
    return new EventSubject(
        Optional.of(operation.value()), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The id of a step ends in the host it acts on, where there is one: {@code name@host}. */
  private EventSubject at(String id) {
    int at = id.indexOf('@');
    Optional<String> where = at < 0 ? Optional.empty() : Optional.of(id.substring(at + 1));
    return new EventSubject(operation, where, Optional.of(id), outcome);
  }

  private EventSubject on(String where) {
    return new EventSubject(operation, Optional.of(where), step, outcome);
  }

  private EventSubject ended(String how) {
    return new EventSubject(operation, host, step, Optional.of(how));
  }
}
